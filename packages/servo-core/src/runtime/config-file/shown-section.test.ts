import { expect, test } from 'vitest';
import { z } from 'zod';
import { duration } from '../../config/duration-schema.js';
import { secret } from '../../config/secret-schema.js';
import { shownSection } from './shown-section.js';

test('shownSection() gives the names that users know, and leaves the keys of records', () => {
  const schema = z.strictObject({
    baseUrl: z.url(),
    nested: z.strictObject({ maxTime: duration().nullish(), unset: z.string().optional() }),
    env: z.record(z.string(), z.string()),
    list: z.array(z.strictObject({ aName: z.string() })),
    either: z.union([z.strictObject({ oneWay: z.string() }), z.strictObject({ otherWay: z.number() })]),
  });
  const value = schema.parse({
    baseUrl: 'http://x',
    nested: { maxTime: '1h' },
    env: { DB_HOST: 'db', camelCase: 'kept' },
    list: [{ aName: 'a' }],
    either: { otherWay: 1 },
  });
  expect(shownSection(value, schema)).toEqual({
    base_url: 'http://x',
    nested: { max_time: '1h' },
    env: { DB_HOST: 'db', camelCase: 'kept' },
    list: [{ a_name: 'a' }],
    either: { other_way: 1 },
  });
});

test('shownSection() leaves out what is null', () => {
  const schema = z.strictObject({ a: z.string().nullable(), b: z.number() });
  expect(shownSection({ a: null, b: 0 }, schema)).toEqual({ b: 0 });
});

test('shownSection() masks secrets, by their type and by the schema', () => {
  const schema = z.strictObject({
    token: secret(),
    plain: z.string().meta({ format: 'password' }),
    tokens: z.array(secret()),
  });
  const value = schema.parse({ token: 'a', plain: 'b', tokens: ['c'] });
  expect(shownSection(value, schema)).toEqual({ token: '[secret]', plain: '[secret]', tokens: ['[secret]'] });
  expect(shownSection({ other: value.token }, z.any())).toEqual({ other: '[secret]' });
});

test('shownSection() of what JSON cannot say', () => {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  expect(shownSection(circle, z.any())).toBe('(cannot be shown)');
  expect(shownSection({ count: 3n }, z.any())).toEqual({ count: '3' });
});
