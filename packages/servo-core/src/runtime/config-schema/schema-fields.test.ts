import { expect, test } from 'vitest';
import { z } from 'zod';
import { duration } from '../../config/duration-schema.js';
import { secret } from '../../config/secret-schema.js';
import { schemaFields } from './schema-fields.js';

test('schemaFields() lists keys as users write them, with what a person wants to know', () => {
  const schema = z.strictObject({
    baseUrl: z.string().describe('Where it listens'),
    token: secret().optional(),
    every: duration().prefault('5s'),
    mode: z.enum(['fast', 'slow']).default('fast'),
    deep: z.strictObject({ maxDepth: z.number() }).optional(),
    labels: z.record(z.string(), z.string()).default({}),
    steps: z.array(z.strictObject({ maxTime: z.string() })).default([{ maxTime: '1m' }]),
    either: z.union([z.literal('none'), z.strictObject({ at: z.number() })]).default('none'),
  });
  const fields = schemaFields(schema, 'trace');
  expect(fields.map(({ key, required, takes }) => [key, required, takes])).toEqual([
    ['base_url', true, 'text'],
    ['token', false, 'text'],
    ['every', false, 'a duration such as 300ms, 5m, 2h45m'],
    ['mode', false, 'one of fast, slow'],
    ['deep', false, 'a mapping'],
    ['labels', false, 'a mapping'],
    ['steps', false, 'a list'],
    ['either', false, 'a mapping, or none'],
  ]);
  expect(fields[0]).toMatchObject({ description: 'Where it listens', variable: 'SERVO_TRACE_BASE_URL' });
  expect(fields.map((each) => each.default)).toEqual([
    undefined,
    undefined,
    '5s',
    'fast',
    undefined,
    {},
    [{ max_time: '1m' }],
    'none',
  ]);
  expect(fields[1]?.secret).toBe(true);
  expect(fields.map((each) => each.fields.map(({ path, required }) => [path, required]))).toEqual([
    [],
    [],
    [],
    [],
    [['deep.max_depth', true]],
    [],
    [],
    [],
  ]);
});

test('schemaFields() lists the keys of the items of a list, where they have one form', () => {
  const step = z.strictObject({ maxTime: z.string(), after: z.array(z.strictObject({ at: z.number() })).optional() });
  const schema = z.strictObject({
    steps: z.array(step),
    names: z.array(z.string()),
    either: z.array(z.union([step, z.strictObject({ at: z.number() })])),
    several: z.union([step, z.array(step)]),
  });
  const [steps, ...others] = schemaFields(schema, 'trace');
  expect(steps?.items.map(({ key, path, required }) => [key, path, required])).toEqual([
    ['max_time', 'steps.0.max_time', true],
    ['after', 'steps.0.after', false],
  ]);
  expect(steps?.items[1]?.items.map(({ key }) => key)).toEqual(['at']);
  expect(others.map(({ items }) => items)).toEqual([[], [], []]);
});

test('schemaFields() shows the values of the example of a section, and no secret', () => {
  const deep = z.strictObject({ maxDepth: z.number(), other: z.string().optional() });
  const schema = z
    .strictObject({ baseUrl: z.string(), deep, token: secret(), mode: z.string().default('fast') })
    .meta({ example: { baseUrl: 'http://a/', deep: { maxDepth: 3 }, token: 'hunter2' } });
  const fields = schemaFields(schema, 'trace');
  expect(fields.map(({ example }) => example)).toEqual(['http://a/', { max_depth: 3 }, undefined, undefined]);
  expect(fields[1]?.fields.map(({ example }) => example)).toEqual([3, undefined]);
});
