import type { ProcessConfig } from './process-config.js';

/** A host and a port. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Returns where the program is going to listen; `undefined` when the configuration does not say. */
export function readyAddress({ ready }: Pick<ProcessConfig, 'ready'>): Address | undefined {
  if (ready?.http !== undefined) {
    const { hostname, port, protocol } = new URL(ready.http);
    return { host: unbracketed(hostname), port: Number(port) || (protocol === 'https:' ? 443 : 80) };
  }
  if (ready?.tcp === undefined) return undefined;
  const colon = ready.tcp.lastIndexOf(':');
  return { host: unbracketed(ready.tcp.slice(0, colon)), port: Number(ready.tcp.slice(colon + 1)) };
}

/** Writes an address as `host:port`. */
export function formatAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function unbracketed(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}
