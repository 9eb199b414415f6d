import { expect, test } from 'vitest';
import { networkError } from './network-error.js';

const failed = (code: string, message = 'it broke'): Error => Object.assign(new Error(message), { code });

test.each([
  ['DEPTH_ZERO_SELF_SIGNED_CERT', false, /tls\.ca/],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', false, /tls\.ca/],
  ['ERR_TLS_CERT_ALTNAME_INVALID', false, /tls\.server_name/],
  ['CERT_HAS_EXPIRED', false, /renewed/],
  ['CERT_REVOKED', false, /certificate/],
  ['ERR_SSL_WRONG_VERSION_NUMBER', false, /http:\/\//],
  ['ERR_OSSL_UNSUPPORTED', false, /tls\.cert/],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', true, /tls\.cert/],
  ['ENOTFOUND', true, /base_url/],
  ['ECONNREFUSED', true, /base_url/],
  ['UND_ERR_INVALID_ARG', false, /headers/],
])('networkError() says of %s whether it may pass, and what to look at', (code, retryable, hint) => {
  expect(networkError(failed(code), 'https://a')).toMatchObject({
    code: 'PROMETHEUS_FAILED',
    message: 'https://a cannot be asked: it broke',
    retryable,
    hint: expect.stringMatching(hint),
  });
});

test.each([
  ['UND_ERR_INVALID_ARG', 'Proxy Authentication Required (407)', false],
  ['UND_ERR_ABORTED', 'Proxy response (403) !== 200 when HTTP Tunneling', false],
  ['UND_ERR_ABORTED', 'Proxy response (502) !== 200 when HTTP Tunneling', true],
])('networkError() tells a proxy that leads nowhere: %s, %s', (code, message, retryable) => {
  const hint = expect.stringContaining('"proxy"');
  expect(networkError(failed(code, message), 'https://a')).toMatchObject({ hint, retryable });
});

test('networkError() takes whatever was thrown', () => {
  expect(networkError('nothing', 'http://a')).toMatchObject({
    message: 'http://a cannot be asked: nothing',
    retryable: true,
  });
});
