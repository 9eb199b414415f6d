import { expect, test } from 'vitest';
import { z } from 'zod';
import { fastFailConfig } from './fast-fail-config.js';

const Config = z.strictObject({ fastFail: fastFailConfig() });

test('fastFailConfig() may be left out, and looks back one period', () => {
  const { fastFail } = Config.parse({});
  expect(JSON.parse(JSON.stringify(fastFail))).toEqual({
    disabled: false,
    period: '1m',
    span: '1m',
    skip: '0',
    treatZeroAsMissing: false,
  });
  expect(String(Config.parse({ fastFail: { period: '5s' } }).fastFail.span)).toBe('5s');
  expect(String(fastFailConfig({ period: '1s' }).parse({}).period)).toBe('1s');
});

test.each([
  [0, false],
  [1, true],
  [true, true],
])('fastFailConfig() takes %j for disabled', (written, disabled) => {
  expect(Config.parse({ fastFail: { disabled: written } }).fastFail.disabled).toBe(disabled);
});

test.each([{ disabled: 2 }, { period: 0 }, { span: '0s' }, { skip: '-1s' }, { pause: '1s' }])(
  'fastFailConfig() refuses %j',
  (fastFail) => {
    expect(Config.safeParse({ fastFail }).success).toBe(false);
  },
);

test('fastFailConfig() describes each key for the editor', () => {
  const { properties } = z.toJSONSchema(fastFailConfig(), { io: 'input' });
  expect(Object.values(properties ?? {})).toHaveLength(5);
  for (const property of Object.values(properties ?? {})) expect(property).toHaveProperty('description');
});
