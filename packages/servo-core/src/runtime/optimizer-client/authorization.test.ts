import { expect, test } from 'vitest';
import { Secret } from '../../config/secret.js';
import { tokenAuthorization, tokenHeaders } from './authorization.js';

test.each([
  ['plain', { Authorization: 'Bearer plain' }],
  ['Bearer pre', { Authorization: 'Bearer pre' }],
  ['X-SF-Token zzz', { 'X-SF-Token': 'zzz' }],
])('tokenHeaders() of "%s"', (token, headers) => {
  expect(tokenHeaders(token)).toEqual(headers);
});

const { signal } = new AbortController();

test('tokenAuthorization() trims, and knows no other when it is refused', async () => {
  const authorization = tokenAuthorization(new Secret(' plain\n'));
  const headers = await authorization(signal);
  expect(headers).toEqual({ Authorization: 'Bearer plain' });
  expect(await authorization(signal, headers)).toBe(headers);
});

test.for(['hunter\n2', 'hunter2é', ' '])('tokenAuthorization() refuses %j, which it does not show', (token) => {
  expect(() => tokenAuthorization(new Secret(token))).toThrow(
    expect.objectContaining({
      code: 'OPTIMIZER_UNAUTHORIZED',
      verdict: 'fatal',
      message: expect.not.stringContaining('hunter'),
    }),
  );
});
