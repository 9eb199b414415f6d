import { expect, test } from 'vitest';
import { parseProxy, shownProxy } from './proxy.js';

test.for([
  ['http://host:3128', { url: 'http://host:3128', authorization: undefined }],
  ['host:3128', { url: 'http://host:3128', authorization: undefined }],
  ['https://me:p%40ss@host/', { url: 'https://host', authorization: `Basic ${btoa('me:p@ss')}` }],
  ['http://me@host', { url: 'http://host', authorization: `Basic ${btoa('me:')}` }],
  ['socks5://me:p@host:1080', { url: 'socks5://me:p@host:1080' }],
] as const)('parseProxy() reads %s', ([text, proxy]) => {
  expect(parseProxy(text, 'it')).toEqual(proxy);
});

test.for(['ftp://host', 'http://', '://'])('parseProxy() refuses %s', (text) => {
  expect(() => parseProxy(text, 'HTTP_PROXY')).toThrow(expect.objectContaining({ code: 'PROXY_INVALID' }));
});

test('shownProxy() shows no password', () => {
  expect(shownProxy(parseProxy('socks5://me:hush@host:1080', 'it'))).toBe('socks5://host:1080');
});
