import { expect, test } from 'vitest';
import { networkSettings } from '../../optimizer/network-settings.js';
import { type ChooseProxyOptions, chooseProxy } from './choose-proxy.js';

const choose = (url: string, proxies: unknown, env: ChooseProxyOptions['env'] = {}): string | undefined =>
  chooseProxy({ proxies: networkSettings.parse({ proxies }).proxies, env })(new URL(url))?.url;

test.for<[expected: string | undefined, url: string, proxies: object]>([
  ['http://a', 'http://x/', { 'http://': 'http://a' }],
  [undefined, 'https://x/', { 'http://': 'http://a' }],
  ['http://b', 'https://x/', { 'https://': 'http://b', 'all://': 'http://a' }],
  ['http://a', 'https://x/', { 'all://*': 'http://a' }],
  ['http://a', 'https://api.opsani.com/', { 'https://*.opsani.com': 'http://a' }],
  [undefined, 'https://opsani.com/', { 'https://*.opsani.com': 'http://a' }],
  ['http://a', 'https://opsani.com/', { 'https://*opsani.com': 'http://a' }],
  [undefined, 'https://notopsani.com/', { 'https://*opsani.com': 'http://a' }],
  ['http://b', 'https://x.example.com/', { 'all://*.example.com': 'http://a', 'all://x.example.com': 'http://b' }],
  [undefined, 'https://x.example.com/', { 'all://': 'http://a', 'all://*.example.com': null }],
  ['http://b', 'https://x:8443/', { 'all://x': 'http://a', 'all://x:8443': 'http://b' }],
  ['http://a', 'https://x/', { 'all://x': 'http://a', 'all://x:8443': 'http://b' }],
  ['http://a', 'https://x/', { 'all://x:443': 'http://a' }],
  [undefined, 'http://x/', { 'all://x:443': 'http://a' }],
  ['http://a', 'https://X.Example.COM./', { 'HTTPS://x.example.com': 'http://a' }],
  ['http://a', 'http://[::1]:80/', { 'http://[::1]:80': 'http://a' }],
])('chooseProxy() chooses %s for %s of %j', ([expected, url, proxies]) => {
  expect(choose(url, proxies)).toBe(expected);
});

test.for<[expected: string | undefined, url: string, env: ChooseProxyOptions['env']]>([
  ['http://a:3128', 'https://x/', { HTTPS_PROXY: 'a:3128' }],
  ['http://b', 'https://x/', { ALL_PROXY: 'http://a', https_proxy: 'http://b' }],
  ['http://a', 'https://x/', { ALL_PROXY: 'http://a', HTTPS_PROXY: '' }],
  [undefined, 'https://x/', { HTTP_PROXY: 'http://a' }],
  [undefined, 'https://x/', { ALL_PROXY: 'http://a', NO_PROXY: '*' }],
])('chooseProxy() chooses %s for %s by the environment %j', ([expected, url, env]) => {
  expect(choose(url, null, env)).toBe(expected);
});

test('chooseProxy() asks the environment only where the settings say nothing', () => {
  for (const proxies of [{}, [], { 'http://': 'http://b' }])
    expect(choose('https://x/', proxies, { HTTPS_PROXY: 'http://a' })).toBeUndefined();
});

test('chooseProxy() names the variable that is no URL, without what it holds', () => {
  expect(() => chooseProxy({ proxies: null, env: { HTTPS_PROXY: 'ftp://me:hush@host' } })).toThrow(
    expect.objectContaining({
      code: 'PROXY_INVALID',
      message: expect.stringMatching(/^HTTPS_PROXY (?!.*hush)/),
    }),
  );
});
