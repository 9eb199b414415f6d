import { ServoError } from '@servo/core';
import type { ListenAddress } from '@servo/core/runtime';

/**
 * Reads an address: `9321` is that port of this machine alone, `:9321` that of every interface, `10.0.0.5:9321` and
 * `[::1]:9321` that of one.
 *
 * @throws {@link ServoError} `USAGE_INVALID` when it is none.
 */
export function listenAddress(text: string): ListenAddress {
  const [, host, digits] = /^(?:(\[[\da-f:.]+\]|[^\s:[\]]*):)?(\d{1,5})$/i.exec(text.trim()) ?? [];
  const port = Number(digits);
  if (!(port <= 65_535)) throw invalid(text);
  if (host === undefined) return { host: '127.0.0.1', port };
  return { host: host.replace(/^\[|\]$/g, '') || '::', port };
}

function invalid(text: string): ServoError {
  return new ServoError('USAGE_INVALID', `Expected an address such as 9321, :9321 or 127.0.0.1:9321, got "${text}"`, {
    hint: '9321 is for this machine alone, :9321 for every interface.',
  });
}
