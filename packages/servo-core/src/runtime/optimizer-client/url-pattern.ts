import { urlPatternForm } from '../../optimizer/network-settings.js';

/** Which URLs are meant. */
export interface UrlPattern {
  readonly matches: (url: URL) => boolean;
  /** Of several that match, the one that sorts last by this is meant. */
  readonly weight: readonly [port: number, host: number, scheme: number];
}

/**
 * Reads a pattern of URLs: a scheme or `all`, then, if not for every host, the host, and its port if not for any.
 * `*.x` means every host below `x`, `*x` also `x` itself. Answers `undefined` for what is none.
 */
export function parseUrlPattern(text: string): UrlPattern | undefined {
  const parts = urlPatternForm.exec(text);
  if (!parts) return undefined;
  const [, scheme = '', host = '', port] = parts;
  const isScheme =
    scheme.toLowerCase() === 'all' ? () => true : (url: URL) => url.protocol === `${scheme.toLowerCase()}:`;
  const isHost = hostMatcher(bare(host));
  return {
    matches: (url) =>
      isScheme(url) && isHost(bare(url.hostname)) && (port === undefined || portOf(url) === Number(port)),
    weight: [
      port === undefined ? 0 : 1,
      host.replace('*', '').length * 2 + (host.includes('*') ? 0 : 1),
      scheme.toLowerCase() === 'all' ? 0 : scheme.length,
    ],
  };
}

/** The port of a URL, written or not. */
export function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

/** A host without what says nothing: brackets, the last dot, capitals. */
export function bare(host: string): string {
  return host
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/(.)\.$/, '$1')
    .toLowerCase();
}

function hostMatcher(host: string): (host: string) => boolean {
  if (host === '' || host === '*') return () => true;
  if (host.startsWith('*.')) return (each) => each.endsWith(host.slice(1)) && each.length > host.length - 1;
  if (host.startsWith('*')) return (each) => each === host.slice(1) || each.endsWith(`.${host.slice(1)}`);
  return (each) => each === host;
}
