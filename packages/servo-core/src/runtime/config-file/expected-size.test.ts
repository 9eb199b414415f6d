import { z } from 'zod';
import { z as z3 } from 'zod/v3';
import { expect, test } from 'vitest';
import { expectedSize } from './expected-size.js';
import { locateIssues, type SchemaIssue } from './schema-issue.js';

const sizes: readonly (readonly [what: string, schema: Parsing, value: unknown, expected: string | undefined])[] = [
  ['a number', z.number().min(1), -3, 'at least 1'],
  ['a number that is not to be reached', z.number().positive(), 0, 'more than 0'],
  ['a text', z.string().max(3), 'long', 'at most 3 characters'],
  ['a text that is not to be empty', z.string().min(1), '', 'at least 1 character'],
  ['a list', z.array(z.number()).min(2), [], 'at least 2 entries'],
  ['a number of zod 3', z3.number().max(5), 6, 'at most 5'],
  ['a list of zod 3', z3.array(z3.number()).min(1), [], 'at least 1 entry'],
  ["an author's own words", z.number().min(1, 'one is the least'), 0, undefined],
  ['another problem', z.number(), 'x', undefined],
];
interface Parsing {
  safeParse(value: unknown): { readonly error?: { readonly issues: readonly SchemaIssue[] } | undefined };
}

test.each(sizes)('expectedSize() of %s', (_, schema, value, expected) => {
  const [issue] = schema.safeParse(value).error?.issues ?? [];
  const [located] = issue ? locateIssues(issue) : [];
  expect(located && expectedSize(located)).toBe(expected);
});
