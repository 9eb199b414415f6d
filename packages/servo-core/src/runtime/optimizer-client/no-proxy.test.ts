import { expect, test } from 'vitest';
import { readNoProxy } from './no-proxy.js';

test.for([
  ['example.com', 'http://example.com/', true],
  ['example.com', 'http://a.b.example.com/', true],
  ['example.com', 'http://notexample.com/', false],
  ['.example.com', 'http://example.com/', false],
  ['.example.com', 'http://a.example.com/', true],
  ['*.example.com', 'http://a.example.com/', true],
  ['example.com:8080', 'http://example.com/', false],
  ['example.com:80', 'http://example.com/', true],
  ['localhost', 'http://localhost:1234/', true],
  ['10.0.0.0/8', 'https://10.1.2.3/', true],
  ['10.0.0.0/8', 'https://11.1.2.3/', false],
  ['10.0.0.0/8', 'https://x/', false],
  ['fd00::/8', 'https://[fd12::1]/', true],
  ['10.0.0.0/99', 'https://10.0.0.0/', false],
  ['::1', 'http://[::1]:9/', true],
  ['[::1]:9', 'http://[::1]:9/', true],
  ['[::1]:9', 'http://[::1]:8/', false],
  ['127.0.0.1:9', 'http://127.0.0.1:9/', true],
  ['https://x', 'https://x/', true],
  ['https://x', 'http://x/', false],
  ['a, b c', 'http://c/', true],
  ['*', 'https://anything/', true],
  ['', 'https://anything/', false],
] as const)('readNoProxy() of %j excepts %s: %s', ([text, url, expected]) => {
  expect(readNoProxy(text)(new URL(url))).toBe(expected);
});
