import { secret, z } from '@servo/core/config';
import { schemaFields } from '@servo/core/documents';
import { expect, test } from 'vitest';
import { sectionLines } from './section-lines.js';

const lines = (schema: z.ZodObject, defaults = false) => sectionLines(schemaFields(schema, 'trace'), { defaults });

test('sectionLines() writes what is required first, without a value, and the rest as comments', () => {
  const schema = z.strictObject({
    rate: z.number().default(5).describe('Requests a second'),
    url: z.string().describe('Where it\nlistens'),
    token: secret(),
  });
  expect(lines(schema)).toEqual([
    'url: # required, text; Where it listens',
    'token_file: # required, the path of a file that holds it',
    '# rate: 5 # Requests a second',
  ]);
  expect(lines(schema, true)[2]).toBe('rate: 5 # Requests a second');
});

test('sectionLines() writes a mapping that may be empty as one, and what it may hold as comments', () => {
  const nested = z.strictObject({ deep: z.strictObject({ one: z.string().optional() }) });
  expect(lines(nested)).toEqual(['deep: {} # required', '  # one: # text']);
});

test('sectionLines() comments a mapping that may be left out, its keys in their columns', () => {
  const stop = z.strictObject({ signal: z.string(), grace: z.string().default('5s') });
  expect(lines(z.strictObject({ stop: stop.optional() }))).toEqual([
    '# stop:',
    '#   signal: # required, text',
    '#   # grace: 5s',
  ]);
});

test('sectionLines() lets a default stand for itself where it looks like a variable', () => {
  expect(lines(z.strictObject({ home: z.string().default('${HOME}/x') }))).toEqual(['# home: "$${HOME}/x"']);
});

test('sectionLines() shows one mapping of a list, without the optional keys that stand above it as well', () => {
  const step = z.strictObject({ wait: z.string().optional(), name: z.string(), wide: z.boolean().default(false) });
  const wait = z.string().optional().describe('How long');
  expect(lines(z.strictObject({ wait, steps: z.array(step).default([]).describe('What is done') }))).toEqual([
    '# wait: # text; How long',
    '# steps: # What is done',
    '#   - name: # required, text',
    '#     # wide: false',
  ]);
  expect(lines(z.strictObject({ steps: z.array(step) }))).toEqual([
    'steps: # required, a list',
    '  - name: # required, text',
    '    # wait: # text',
    '    # wide: false',
  ]);
});

test('sectionLines() keeps an empty list beside what it may hold, and a default that shows it', () => {
  const step = z.strictObject({ name: z.string().default('a') });
  expect(lines(z.strictObject({ steps: z.array(step).default([]) }), true)).toEqual(['steps: []', '#   - name: a']);
  expect(lines(z.strictObject({ steps: z.array(step).optional() }))).toEqual([
    '# steps: # a list',
    '#   - {}',
    '#     # name: a',
  ]);
  expect(lines(z.strictObject({ steps: z.array(step).default([{ name: 'b' }]) }))).toEqual(['# steps: [{name: b}]']);
});

test('sectionLines() writes the example of a section, and says that it is one', () => {
  const schema = z
    .strictObject({
      retries: z.number().default(3),
      target: z.string().optional().describe('What to load'),
      stop: z.strictObject({ signal: z.string().default('SIGTERM'), grace: z.string().optional() }).optional(),
      metrics: z.array(z.strictObject({ maxAge: z.string() })),
    })
    .meta({ example: { target: 'GET http://a/', stop: { grace: '5s' }, metrics: [{ maxAge: '1m' }] } });
  expect(lines(schema)).toEqual([
    'target: GET http://a/ # an example; What to load',
    'stop:',
    '  grace: 5s # an example',
    '  # signal: SIGTERM',
    'metrics: [{max_age: 1m}] # required, an example',
    '# retries: 3',
  ]);
});
