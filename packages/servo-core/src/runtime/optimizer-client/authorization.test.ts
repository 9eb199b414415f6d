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

test('tokenAuthorization() reads a token again that is refused, once for all who were refused with it', async () => {
  const read = ['t2', 't3'];
  const authorization = tokenAuthorization(new Secret('t1'), async () => new Secret(`${read.shift()}\n`));
  const first = await authorization(signal);
  const second = await authorization(signal, first);
  expect(second).toEqual({ Authorization: 'Bearer t2' });
  expect(await authorization(signal, first)).toBe(second);
  expect(await authorization(signal)).toBe(second);
  expect(read).toEqual(['t3']);
});

test.for(['t1', '', 'hunter\n2'])(
  'tokenAuthorization() keeps its token when it reads %j in its place',
  async (found) => {
    const authorization = tokenAuthorization(new Secret('t1'), async () => new Secret(found));
    const headers = await authorization(signal);
    expect(await authorization(signal, headers)).toBe(headers);
  },
);

test.for(['hunter\n2', 'hunter2é', ' '])('tokenAuthorization() refuses %j, which it does not show', (token) => {
  expect(() => tokenAuthorization(new Secret(token))).toThrow(
    expect.objectContaining({
      code: 'OPTIMIZER_UNAUTHORIZED',
      verdict: 'fatal',
      message: expect.not.stringContaining('hunter'),
    }),
  );
});
