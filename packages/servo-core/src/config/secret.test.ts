import { inspect, format } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { Secret } from './secret.js';
import { secret } from './secret-schema.js';

const value = 'hunter2';
const schema = z.strictObject({ token: secret() });
const shown: readonly [way: string, text: (config: { readonly token: Secret }) => string][] = [
  // the cast is the careless author's
  ['a template string', ({ token }) => `Bearer ${token as unknown as string}`],
  ['concatenation', ({ token }) => 'Bearer '.concat(String(token))],
  ['JSON', (config) => JSON.stringify(config)],
  ['inspection', (config) => inspect(config, { depth: 9, showHidden: true, getters: true })],
  ['a format', ({ token }) => format('%s %o %O %j %d', token, token, token, token, token)],
  ['an error', ({ token }) => inspect(new Error('failed', { cause: { token } }))],
  ['its keys', ({ token }) => JSON.stringify([Reflect.ownKeys(token), Object.entries(token)])],
  ['a copy', ({ token }) => inspect([structuredClone(token), Object.assign({}, token)])],
];

test.for(shown)('Secret does not show its value in %s', ([, text]) => {
  const config = schema.parse({ token: value });
  expect(text(config)).not.toContain(value);
});

test('Secret.reveal() gives the value', () => {
  const { token } = schema.parse({ token: value });
  expect([token instanceof Secret, token.reveal()]).toEqual([true, value]);
});

test('secret() does not show the value in the errors of its object', () => {
  const { error } = z
    .strictObject({ token: secret(), port: z.number() })
    .refine(() => false, 'never')
    .safeParse({ token: value, port: value, other: value });
  expect(inspect(error) + String(error?.message)).not.toContain(value);
  expect(schema.safeParse({ token: '' }).success).toBe(false);
});

test('secret() is marked as a password in the JSON Schema', () => {
  expect(z.toJSONSchema(schema, { io: 'input' })).toMatchObject({
    properties: { token: { type: 'string', format: 'password', writeOnly: true } },
    required: ['token'],
  });
});
