import { BlockList, isIP } from 'node:net';
import { bare, parseUrlPattern, portOf } from './url-pattern.js';

/**
 * Reads a `NO_PROXY` variable: hosts with all below them, `.example.com` for those below alone, addresses, ranges of
 * addresses such as `10.0.0.0/8`, each with a port or without, or `*` for everything.
 */
export function readNoProxy(text: string): (url: URL) => boolean {
  const entries = text.split(/[\s,]+/).filter(Boolean);
  const matchers = entries.map((entry) => range(entry) ?? named(entry));
  return (url) => matchers.some((matches) => matches(url));
}

function range(entry: string): ((url: URL) => boolean) | undefined {
  const [network = '', bits = ''] = entry.split('/');
  const version = isIP(network);
  if (version === 0 || !/^\d+$/.test(bits) || Number(bits) > (version === 4 ? 32 : 128)) return undefined;
  const list = new BlockList();
  list.addSubnet(network, Number(bits), version === 4 ? 'ipv4' : 'ipv6');
  return ({ hostname }) => {
    const host = bare(hostname);
    return isIP(host) !== 0 && list.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6');
  };
}

function named(entry: string): (url: URL) => boolean {
  if (entry.includes('://')) return parseUrlPattern(entry)?.matches ?? (() => false);
  const [, host = entry, port] = isIP(entry) === 0 ? (/^(.+):(\d+)$/.exec(entry) ?? []) : [];
  const isHost = isIP(bare(host)) === 0 ? below(host) : ({ hostname }: URL) => bare(hostname) === bare(host);
  return (url) => isHost(url) && (port === undefined || portOf(url) === Number(port));
}

function below(host: string): (url: URL) => boolean {
  if (host.includes('/')) return () => false;
  const pattern = host.startsWith('*') ? host : `*${host}`;
  return parseUrlPattern(`all://${pattern}`)?.matches ?? (() => false);
}
