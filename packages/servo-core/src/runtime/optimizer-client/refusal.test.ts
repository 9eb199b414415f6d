import { expect, test } from 'vitest';
import type { PostAnswer } from './post.js';
import { refusal } from './refusal.js';

const answer = (status: number, text = '', headers = {}): PostAnswer => ({
  status,
  headers: new Headers(headers),
  text,
  complete: true,
});
const url = 'http://optimizer/servo?key=hush';

test.for([
  [302, 'retry', 'OPTIMIZER_REFUSED'],
  [400, 'stale', 'OPTIMIZER_REFUSED'],
  [401, 'retry', 'OPTIMIZER_REFUSED'],
  [403, 'retry', 'OPTIMIZER_REFUSED'],
  [404, 'retry', 'OPTIMIZER_REFUSED'],
  [408, 'retry', 'OPTIMIZER_REFUSED'],
  [409, 'stale', 'OPTIMIZER_REFUSED'],
  [410, 'revoked', 'OPTIMIZER_REVOKED'],
  [413, 'stale', 'OPTIMIZER_REFUSED'],
  [422, 'stale', 'OPTIMIZER_REFUSED'],
  [429, 'retry', 'OPTIMIZER_REFUSED'],
  [500, 'retry', 'OPTIMIZER_REFUSED'],
  [503, 'retry', 'OPTIMIZER_REFUSED'],
] as const)('refusal() judges %i: %s', ([status, verdict, code]) => {
  expect(refusal(answer(status), { url, now: 0 })).toMatchObject({
    status,
    verdict,
    code,
    retryable: verdict === 'retry',
    message: `The optimizer answered ${status} (http://optimizer/servo)`,
    hint: expect.any(String),
  });
});

test.for([
  ['{"detail": "unexpected servo_uid"}', ': unexpected servo_uid'],
  ['{"status": "invalid", "reason": "no\\nway"}', ': no way'],
  [`{"message": "${'x'.repeat(1_000)}"}`, `: ${'x'.repeat(200)}`],
  [`{"message": "${'x'.repeat(180)} token=${'y'.repeat(40)}"}`, `: ${'x'.repeat(180)} token=[secret]`],
  ['{"detail": [{"loc": []}]}', ''],
  ['<html>', ''],
  ['null', ''],
] as const)('refusal() says what %.50s says', ([text, said]) => {
  expect(refusal(answer(410, text), { url, now: 0 }).message).toBe(
    `The optimizer answered 410 (http://optimizer/servo)${said}`,
  );
});

test('refusal() says where a redirect leads to, without its query', () => {
  const { hint } = refusal(answer(307, '', { location: '//login.example/in?to=x' }), { url, now: 0 });
  expect(hint).toContain('(it leads to http://login.example/in)');
});

test('refusal() by the service that issues tokens is never about the servo', () => {
  expect(refusal(answer(410, '{"error": "invalid_client"}'), { url, now: 0, issuer: true })).toMatchObject({
    verdict: 'retry',
    message: 'The token service answered 410 (http://optimizer/servo): invalid_client',
    hint: expect.stringContaining('client_secret'),
  });
});
