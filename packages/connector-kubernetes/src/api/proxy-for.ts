import { BlockList, isIP, isIPv6 } from 'node:net';

/**
 * Returns the proxy that `HTTPS_PROXY` (or `HTTP_PROXY`) and `NO_PROXY` of an environment name for a server; `undefined` when
 * it is reached directly, as this machine itself always is. `NO_PROXY` may hold hosts with all below them, addresses, ranges of
 * addresses (`10.0.0.0/8`), and `*`.
 */
export function proxyFor(server: string, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const { protocol, hostname, port } = new URL(server);
  const valueOf = (name: string): string => env[name] || env[name.toLowerCase()] || '';
  const proxy = valueOf(protocol === 'http:' ? 'HTTP_PROXY' : 'HTTPS_PROXY');
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const exceptions = valueOf('NO_PROXY')
    .toLowerCase()
    .split(/[\s,]+/);
  if (proxy === '' || isExcepted(host, port || '443', exceptions)) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function isExcepted(host: string, port: string, exceptions: readonly string[]): boolean {
  if (isIP(host) !== 0) return exceptions.includes('*') || addresses(exceptions).check(host, familyOf(host));
  return ['localhost', ...exceptions].some((exception) => {
    const [name = '', only = port] = exception.replace(/^\*\./, '.').split(':');
    if (name === '*') return true;
    if (name === '' || only !== port) return false;
    return host === name || host.endsWith(name.startsWith('.') ? name : `.${name}`);
  });
}

function addresses(exceptions: readonly string[]): BlockList {
  const list = new BlockList();
  for (const exception of ['127.0.0.0/8', '::1', ...exceptions]) {
    const [address = '', size] = exception.split('/');
    if (isIP(address) === 0) continue;
    const [family, most] = [familyOf(address), isIPv6(address) ? 128 : 32];
    if (size === undefined) list.addAddress(address, family);
    else if (/^\d+$/.test(size) && Number(size) <= most) list.addSubnet(address, Number(size), family);
  }
  return list;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}
