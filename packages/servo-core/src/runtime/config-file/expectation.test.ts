import { expect, test } from 'vitest';
import { z } from '../../zod.js';
import { describeValue, expectation } from './expectation.js';
import { inputJsonSchema } from './json-schema.js';

test.for<[value: unknown, text: string]>([
  ['socks://user:hunter2@proxy:1', '"socks://…@proxy:1"'],
  ['//user:hunt@er2@proxy', '"//…@proxy"'],
  ['http://proxy/a@b', '"http://proxy/a@b"'],
  [2, '2'],
  [['hunter2'], 'a list'],
])('describeValue() shows %j without who may use it', ([value, text]) => {
  expect(describeValue(value)).toBe(text);
});

test.for<[schema: z.ZodType, text: string]>([
  [z.union([z.boolean(), z.literal([0, 1])]), 'true or false, or one of 0, 1'],
  [z.union([z.literal('all'), z.number()]), 'a number, or all'],
  [z.enum(['low', 'high']).nullable(), 'one of low, high'],
  [z.union([z.string(), z.number()]), 'text or a number'],
])('expectation() says all that a schema takes: case %#', ([schema, text]) => {
  const root = inputJsonSchema(schema) ?? {};
  expect(expectation(root, root)).toBe(text);
});
