import { expect, test } from 'vitest';
import { proxyFor } from './proxy-for.js';

const server = 'https://api.shop.example:6443';

test.each([
  [server, { HTTPS_PROXY: 'http://proxy:3128' }, 'http://proxy:3128'],
  [server, { https_proxy: 'proxy:3128' }, 'http://proxy:3128'],
  [server, { HTTP_PROXY: 'http://proxy:3128' }, undefined],
  ['http://api.shop.example', { HTTP_PROXY: 'http://proxy:3128' }, 'http://proxy:3128'],
  [server, { HTTPS_PROXY: '' }, undefined],
])('proxyFor(%s) reads %j', (url, env, proxy) => {
  expect(proxyFor(url, env)).toBe(proxy);
});

test.each([
  ['https://10.1.2.3:6443', '10.0.0.0/8'],
  ['https://10.1.2.3', 'other, 10.1.2.3'],
  ['https://[fd00::1]:6443', 'fd00::/8'],
  [server, '*'],
  [server, 'api.shop.example'],
  [server, 'SHOP.example'],
  [server, '.example'],
  [server, '*.shop.example'],
  [server, 'example:6443'],
  ['https://127.0.0.1:6443', ''],
  ['https://[::1]:6443', ''],
  ['https://localhost:6443', ''],
])('proxyFor(%s) leaves the proxy out for NO_PROXY=%s', (url, NO_PROXY) => {
  expect(proxyFor(url, { HTTPS_PROXY: 'http://proxy', NO_PROXY })).toBeUndefined();
});

test.each([
  ['https://11.1.2.3:6443', '10.0.0.0/8, 11.0.0.0/99'],
  [server, 'op.example, hop.example, ,'],
  [server, 'example:443'],
  [server, '.api.shop.example'],
])('proxyFor(%s) uses the proxy in spite of NO_PROXY=%s', (url, NO_PROXY) => {
  expect(proxyFor(url, { HTTPS_PROXY: 'http://proxy', NO_PROXY })).toBe('http://proxy');
});
