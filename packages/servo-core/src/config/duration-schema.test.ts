import { expect, test } from 'vitest';
import { z } from 'zod';
import { Duration } from '../time/duration.js';
import { duration } from './duration-schema.js';

test.for([
  ['1m30s', 90_000],
  ['250ms', 250],
  [5, 5_000],
  [0, 0],
  ['0', 0],
] as const)('duration() reads %j', ([value, milliseconds]) => {
  const parsed = duration().parse(value);
  expect([parsed instanceof Duration, parsed.milliseconds]).toEqual([true, milliseconds]);
});

test.for(['soon', '5', '-3s', -1, Number.NaN, Number.POSITIVE_INFINITY, true, null, {}])(
  'duration() refuses %j',
  (value) => {
    expect(duration().safeParse(value).success).toBe(false);
  },
);

test('duration() says how to write one', () => {
  const { error } = duration().safeParse('5 parsecs');
  expect(error?.issues[0]?.message).toContain('Write a number with a unit');
});

test('duration() takes a default, and shows it as text in the JSON Schema', () => {
  const schema = z.strictObject({ timeout: duration().prefault('10s') });
  expect(schema.parse({}).timeout.seconds).toBe(10);
  expect(z.toJSONSchema(schema, { io: 'input' })).toMatchObject({
    properties: { timeout: { default: '10s', format: 'duration' } },
  });
});
