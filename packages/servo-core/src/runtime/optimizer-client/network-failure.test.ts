import { expect, test } from 'vitest';
import { networkFailure } from './network-failure.js';

const url = 'https://me:hush@optimizer/servo?key=hush';
const failing = (message: string, code: string): Error => Object.assign(new Error(message), { code });

test('networkFailure() says the cause at the root, of several attempts the first', () => {
  const attempts = [failing('connect ECONNREFUSED ::1:1', 'ECONNREFUSED'), failing('connect EACCES', 'EACCES')];
  const cause = new TypeError('fetch failed', { cause: new AggregateError(attempts) });
  expect(networkFailure(cause, { url })).toMatchObject({
    code: 'OPTIMIZER_UNREACHABLE',
    message: 'The optimizer cannot be reached at https://optimizer/servo: connect ECONNREFUSED ::1:1',
    cause,
  });
});

test.for([
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'OPTIMIZER_UNTRUSTED', 'settings.ssl_verify'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'OPTIMIZER_UNTRUSTED', 'settings.ssl_verify'],
  ['CERT_NOT_YET_VALID', 'OPTIMIZER_UNTRUSTED', 'clock'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'OPTIMIZER_UNTRUSTED', 'settings.client_certificate'],
  ['UND_ERR_BODY_TIMEOUT', 'OPTIMIZER_TIMEOUT', 'settings.timeouts'],
  ['EAI_AGAIN', 'OPTIMIZER_UNREACHABLE', 'name service'],
] as const)('networkFailure() of %s is %s, and says what to do', ([code, expected, hint]) => {
  expect(networkFailure(failing('no', code), { url })).toMatchObject({
    code: expected,
    hint: expect.stringContaining(hint),
    verdict: 'retry',
  });
});

test('networkFailure() takes what it does not know, and what is no error', () => {
  expect(networkFailure(failing('odd', 'ENEW'), { url })).toMatchObject({ code: 'OPTIMIZER_UNREACHABLE' });
  expect(networkFailure('odd', { url }).message).toMatch(/: odd$/);
});
