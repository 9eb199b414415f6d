import { expect, test } from 'vitest';
import { listenAddress } from './listen-address.js';

test.for([
  ['9321', '127.0.0.1', 9321],
  [':9321', '::', 9321],
  ['10.0.0.5:80', '10.0.0.5', 80],
  ['localhost:0', 'localhost', 0],
  ['[::1]:65535', '::1', 65_535],
] as const)('listenAddress(%s)', ([text, host, port]) => {
  expect(listenAddress(text)).toEqual({ host, port });
});

test.for(['', 'x', '65536', 'a:b', '::1:80', 'http://x:1', '-1', '1e3'])('listenAddress() refuses "%s"', (text) => {
  expect(() => listenAddress(text)).toThrow(expect.objectContaining({ code: 'USAGE_INVALID' }));
});
