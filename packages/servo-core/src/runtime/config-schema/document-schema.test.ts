import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z as z3 } from 'zod/v3';
import { z } from 'zod';
import { duration } from '../../config/duration-schema.js';
import { secret } from '../../config/secret-schema.js';
import type { ConfigSchema } from '../../config/config-schema.js';
import { ConfigurationError } from '../../errors/configuration-error.js';
import { loadDocuments } from '../config-file/load-documents.js';
import { readConfigText } from '../config-file/read-config-file.js';
import { validateSection } from '../config-file/validate-section.js';
import { connectorSchema, documentSchema } from './document-schema.js';

const trace = z.strictObject({
  baseUrl: z.string(),
  token: secret().describe('Sent with each request'),
  rate: z.number().int().min(1).default(5).describe('Requests a second'),
  mode: z.enum(['fast', 'slow']).default('fast'),
  pin: secret().optional(),
  every: duration().prefault('5s'),
  deep: z.object({ maxDepth: z.number(), on: z.boolean().optional() }).optional(),
  labels: z.record(z.string(), z.string()).default({}),
  list: z.array(z.strictObject({ oneItem: z.number() })).default([]),
  both: z.intersection(z.object({ oneKey: z.number() }), z.object({ other: z.string().optional() })).optional(),
  loose: z.looseObject({ maxTime: z.number().optional() }).optional(),
  next: z.union([z.literal('none'), z.strictObject({ kind: z.literal('some'), at: z.number() })]).default('none'),
});
const oldTrace = z3
  .object({ baseUrl: z3.string(), rate: z3.number().default(5), mode: z3.enum(['fast', 'slow']).optional() })
  .strict();
const schemas: Readonly<Record<string, ConfigSchema>> = { trace, old: oldTrace as ConfigSchema };
const known = Object.keys(schemas);

const sections = Object.entries(schemas).map(([key, schema]) => ({ key, schema }));
const accepts = new Ajv2020({ strict: false, validateFormats: false }).compile(documentSchema(sections, known));

/** Whether the loader takes a document, with the sections of its connectors. */
async function loads(document: unknown): Promise<boolean> {
  const options = { env: {}, cwd: '/', known };
  try {
    const documents = readConfigText(JSON.stringify(document), { file: 'servo.yaml', env: {} });
    const loaded = await loadDocuments(documents, options);
    for (const { connectors } of loaded)
      for (const { key, connector, stanza } of connectors) {
        const schema = schemas[connector];
        if (schema) await validateSection(stanza, { ...options, schema, key });
      }
    return true;
  } catch (error) {
    if (error instanceof ConfigurationError) return false;
    throw error;
  }
}

const good = {
  name: 'shop',
  optimizer: { minimize: 'price', budget: { trials: 3 }, constraints: ['p99 < 80ms'] },
  settings: { grace: '5s', timeouts: { connect: 1 }, proxies: null },
  checks: { halt_on: 'never', wait: 60 },
  trace: {
    base_url: 'http://x',
    token: 'abc',
    rate: 3,
    mode: 'slow',
    every: '1m',
    deep: { max_depth: 2, on: true },
    labels: { someKey: 'x' },
    list: [{ one_item: 1 }],
    both: { one_key: 1, other: 'x' },
    loose: { max_time: 1, anything: true },
    next: { kind: 'some', at: 1 },
  },
  old: { base_url: 'http://x' },
};

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Step = string | number;

/** The paths of all values of a document. */
function pathsOf(value: unknown, path: readonly Step[] = []): readonly (readonly Step[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const keys: readonly Step[] = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  const inner = keys.flatMap((key) => pathsOf((value as Readonly<Record<Step, unknown>>)[key], [...path, key]));
  return path.length > 0 ? [path, ...inner] : inner;
}

/** A copy of a document with another value, or none, at a path. */
function edited(document: Json, [step, ...rest]: readonly Step[], value: Json | undefined): Json {
  const copy = structuredClone(document) as Record<Step, Json>; // it is followed along its own paths
  if (step === undefined) return document;
  if (rest.length > 0) copy[step] = edited(copy[step] ?? null, rest, value);
  else if (value !== undefined) copy[step] = value;
  else if (Array.isArray(copy)) copy.splice(Number(step), 1);
  else delete copy[step];
  return copy as Json;
}

describe('documentSchema()', () => {
  test.each([
    ['all of it', good, true],
    [
      'a file for a secret',
      edited(edited(good, ['trace', 'token'], undefined), ['trace', 'token_file'], import.meta.filename),
      true,
    ],
    ['no secret', edited(good, ['trace', 'token'], undefined), false],
    ['a list of connectors', { ...good, connectors: ['trace', 'old'] }, true],
    ['a name for a connector', { connectors: { trace: 'trace' }, trace: good.trace }, true],
    ['an unknown connector', { connectors: ['trase'] }, false],
    ['an empty section', { settings: null, checks: null, optimizer: null }, true],
    ['an empty section that needs something', { trace: null }, false],
    ['the optimizer of another kind', { optimizer: { id: 'example.com/shop', token: 't' } }, true],
    ['an optimizer of no kind', { optimizer: { currency: 'x' } }, false],
    ['a key in camel case', { ...good, trace: { ...good.trace, baseUrl: 'x' } }, false],
    ['an unknown key', { ...good, foo: 1 }, false],
  ] as const)('takes or refuses %s as the loader does', async (what, document, expected) => {
    if (what !== 'an unknown connector') expect(await loads(document)).toBe(expected); // its class is looked for later
    expect([accepts(document), accepts.errors]).toEqual([expected, expected ? null : expect.anything()]);
  });

  test('takes and refuses as the loader does, whatever is changed in a document', async () => {
    const value = fc.constantFrom<Json | undefined>(
      undefined,
      null,
      1,
      1.5,
      true,
      'text',
      [],
      ['x'],
      {},
      { odd_key: 1 },
    );
    const at = fc.constantFrom(
      ...pathsOf(good),
      ['trace', 'odd'],
      ['trace', 'deep', 'odd'],
      ['trace', 'both', 'odd'],
      ['trace', 'loose', 'maxTime'],
      ['settings', 'odd'],
      ['odd'],
      ['old', 'rate'],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(at, value), { minLength: 1, maxLength: 2 }), async (edits) => {
        let document: Json = good;
        for (const [path, to] of edits) if (reaches(document, path)) document = edited(document, path, to);
        const [loaded, accepted] = [await loads(document), accepts(document)];
        if (loaded || !crossField(document)) expect({ document, accepted }).toEqual({ document, accepted: loaded });
      }),
      { numRuns: 500 },
    );
  });

  test('says what an editor shows: descriptions, defaults, variables, and what is a secret', () => {
    const schema = connectorSchema({ key: 'trace', schema: trace, description: 'Follows requests' });
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      description: 'Follows requests',
      properties: {
        token: { writeOnly: true, description: 'Sent with each request. Variable: SERVO_TRACE_TOKEN.' },
        token_file: { type: 'string', description: 'A file that holds token. Variable: SERVO_TRACE_TOKEN_FILE.' },
        rate: { default: 5, description: 'Requests a second. Variable: SERVO_TRACE_RATE.' },
        deep: { properties: { max_depth: { description: 'Variable: SERVO_TRACE_DEEP_MAX_DEPTH.' } } },
      },
    });
  });

  test('shows the example of a section with the keys of users, also of a schema that makes something else of its input', () => {
    const schema = z.strictObject({ maxTime: duration() }).meta({ example: { maxTime: '5s' } });
    const shown = connectorSchema({ key: 'trace', schema });
    expect([shown['examples'], shown['example']]).toEqual([[{ max_time: '5s' }], undefined]);
  });

  test('lets a variable stand for a number or a word', () => {
    expect(accepts({ ...good, trace: { ...good.trace, rate: '${RATE}', mode: '${MODE:-fast}' } })).toBe(true);
    expect(accepts({ ...good, trace: { ...good.trace, rate: 'RATE' } })).toBe(false);
  });
});

function reaches(document: Json, path: readonly Step[]): boolean {
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((here, step) => (here as Record<Step, unknown> | null)?.[step], document);
  return typeof parent === 'object' && parent !== null && Array.isArray(parent) === (typeof path.at(-1) === 'number');
}

/** Whether rules hold that no JSON Schema says: what the text of a value means, and what goes together. */
function crossField(document: Json): boolean {
  const text = JSON.stringify(document);
  return /"text"|"constraints":\["x"\]|"minimize":null/.test(text);
}
