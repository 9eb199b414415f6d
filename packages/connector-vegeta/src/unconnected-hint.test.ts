import { expect, test } from 'vitest';
import { unconnectedHint } from './unconnected-hint.js';

test.each([
  ['dial tcp 127.0.0.1:9: connect: connection refused', 'Check that the service runs'],
  ['dial tcp 127.0.0.1:9: bind: address already in use', 'ulimit -n'],
  [
    'tls: failed to verify certificate: x509: certificate signed by unknown authority',
    '"root_certs", or set "insecure',
  ],
  ['x509: certificate is valid for a, not b', '"root_certs"'],
  ['tls: first record does not look like a TLS handshake', 'http:// instead of https://'],
  ['remote error: tls: certificate required', '"cert" and "key"'],
])('unconnectedHint() of %s', (error, hint) => {
  expect(unconnectedHint(`Get "https://a/": ${error}`)).toContain(hint);
});
