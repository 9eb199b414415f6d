import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { documentOf } from '../../test/support/assembly.js';
import { networkSettings } from './network-settings.js';

test('networkSettings shows no password of a proxy', () => {
  for (const proxies of ['http://me:hush@proxy', { 'all://': 'http://me:hush@proxy' }])
    expect(inspect(networkSettings.parse({ proxies }), { depth: 9 })).not.toContain('hush');
});

test('networkSettings refuses a certificate without a path, and an empty authority', () => {
  for (const settings of [{ clientCertificate: { key: 'x' } }, { sslVerify: '' }, { proxies: { 'all://a:b': null } }])
    expect(networkSettings.safeParse(settings).success).toBe(false);
});

test.for<[env: Readonly<Record<string, string>>, settings: object]>([
  [{ SERVO_SETTINGS_SSL_VERIFY: 'false' }, { sslVerify: false }],
  [{ SERVO_SETTINGS_SSL_VERIFY: '/etc/ca.pem' }, { sslVerify: '/etc/ca.pem' }],
  [{ SERVO_SETTINGS_PROXIES: 'http://proxy' }, { proxies: '[secret]' }],
  [
    { SERVO_SETTINGS_PROXIES: '{"all://": "http://proxy", "http://x": null}' },
    { proxies: { 'all://': '[secret]', 'http://x': null } },
  ],
  [{ SERVO_SETTINGS_TIMEOUTS: '5s' }, { timeouts: { connect: '5s', read: '5s' } }],
  [{ SERVO_SETTINGS_CLIENT_CERTIFICATE_CERTIFICATE: 'a.pem' }, { clientCertificate: { certificate: 'a.pem' } }],
])('networkSettings are given by %j', async ([env, settings]) => {
  const { settings: read } = await documentOf('plain: {}\n', env);
  expect(JSON.parse(JSON.stringify(read))).toMatchObject(settings);
});
