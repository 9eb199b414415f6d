import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { z as z3 } from 'zod/v3';
import type { ConfigSchema } from '../../config/config-schema.js';
import { duration } from '../../config/duration-schema.js';
import { Secret } from '../../config/secret.js';
import { secret } from '../../config/secret-schema.js';
import { ConfigurationError } from '../../errors/configuration-error.js';
import type { Override } from './laid-over-section.js';
import { readConfigText } from './read-config-file.js';
import { validateSection } from './validate-section.js';

const webConfig = z.object({
  baseUrl: z.url().default('http://localhost'),
  workers: z.number().int().min(1).default(1),
  level: z.enum(['low', 'high']).optional(),
  every: duration().optional(),
  token: secret().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  tls: z.object({ caFile: z.string(), verifyHost: z.boolean().optional() }).optional(),
  routes: z.array(z.object({ maxRate: z.number(), path: z.string().optional() })).optional(),
  load: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('fixed'), maxRate: z.number() }),
      z.strictObject({ kind: z.literal('none') }),
    ])
    .optional(),
});

let cwd = '';
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'servo-section-'));
  await writeFile(join(cwd, 'token'), ' filetok \n');
});
afterAll(() => rm(cwd, { recursive: true }));

interface Given {
  readonly schema?: ConfigSchema;
  readonly env?: Readonly<Record<string, string>>;
  readonly onOverride?: (override: Override) => void;
}

async function validate(stanza: string, { schema = webConfig, env = {}, onOverride }: Given = {}): Promise<unknown> {
  const [{ values, source }] = readConfigText(stanza, { file: 'servo.yaml', env });
  const section = { value: values['web'], path: ['web'], source };
  return validateSection(section, { schema, env, key: 'web', cwd, onOverride });
}

async function failure(stanza: string, given?: Given): Promise<ConfigurationError> {
  const thrown = await validate(stanza, given).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof ConfigurationError) return thrown;
  throw thrown;
}

test('validateSection() renames keys by the schema and leaves those of records', async () => {
  const stanza = `web:
  base_url: http://x
  labels: {app_name: a, appName: b}
  tls: {ca_file: c, verify_host: true}
  routes: [{max_rate: 3}]
  load: {kind: fixed, max_rate: 4}
`;
  expect(await validate(stanza)).toEqual({
    baseUrl: 'http://x',
    workers: 1,
    labels: { app_name: 'a', appName: 'b' },
    tls: { caFile: 'c', verifyHost: true },
    routes: [{ maxRate: 3 }],
    load: { kind: 'fixed', maxRate: 4 },
  });
});

test('validateSection() takes a stanza without content as an empty one', async () => {
  expect(await validate('web:\n')).toEqual({ baseUrl: 'http://localhost', workers: 1 });
});

test.for<readonly [what: string, stanza: string, message: string]>([
  [
    'a misspelt key',
    'web:\n  wokers: 3\n',
    'servo.yaml:2:3: web.wokers: unknown key "wokers"; did you mean "workers"?',
  ],
  [
    'the author’s spelling',
    'web:\n  baseUrl: http://x\n',
    'servo.yaml:2:3: web.baseUrl: unknown key "baseUrl"; did you mean "base_url"?',
  ],
  [
    'a key that is like none',
    'web: {tls: {ca_file: x, memory: 1}}\n',
    'servo.yaml:1:25: web.tls.memory: unknown key "memory"; known are ca_file, verify_host',
  ],
  [
    'an unknown key within a list',
    'web:\n  routes:\n    - max_rate: 1\n    - max_rate: 2\n      pth: /\n',
    'servo.yaml:5:7: web.routes[1].pth: unknown key "pth"; did you mean "path"?',
  ],
  [
    'a key of another alternative',
    'web: {load: {kind: none, max_rate: 3}}\n',
    'servo.yaml:1:26: web.load.max_rate: unknown key "max_rate"; known are kind',
  ],
  [
    'another kind of value',
    'web:\n  workers: many\n',
    'servo.yaml:2:12: web.workers: has a wrong value (expected a whole number, found "many")',
  ],
  [
    'a mapping for a text',
    'web: {base_url: {a: 1}}\n',
    'servo.yaml:1:17: web.base_url: has a wrong value (expected text, found a mapping)',
  ],
  [
    'a misspelt choice',
    'web: {level: hihg}\n',
    'servo.yaml:1:14: web.level: has a wrong value (expected one of low, high, found "hihg"); did you mean "high"?',
  ],
  [
    'a misspelt alternative',
    'web: {load: {kind: fxed}}\n',
    'servo.yaml:1:20: web.load.kind: has a wrong value (expected one of fixed, none, found "fxed"); did you mean "fixed"?',
  ],
  [
    'a key that is missing',
    'web:\n  tls:\n    verify_host: true\n',
    'servo.yaml:3:5: web.tls.ca_file: is required (expected text)',
  ],
  ['a stanza that is no mapping', 'web: 5\n', 'servo.yaml:1:6: web: has a wrong value (expected a mapping, found 5)'],
])('validateSection() tells %s', async ([, stanza, message]) => {
  expect((await failure(stanza)).message).toBe(message);
});

test('validateSection() passes on what the author says', async () => {
  const { message } = await failure('web: {every: 5 bananas}\n');
  expect(message).toContain('servo.yaml:1:14: web.every: ');
  expect(message).toContain('5 bananas');
});

test('validateSection() tells all problems in the order of the file', async () => {
  const { problems, code } = await failure('web:\n  level: x\n  wokers: 1\n  base_url: nope\n  load: {kind: fixed}\n');
  expect(code).toBe('CONFIGURATION_INVALID');
  expect(problems.map(({ line, path }) => [line, path])).toEqual([
    [2, 'web.level'],
    [3, 'web.wokers'],
    [4, 'web.base_url'],
    [5, 'web.load.max_rate'],
  ]);
});

test('validateSection() finds the place of what came by a merge key', async () => {
  const { message } = await failure('other: &other {workers: 0}\nweb:\n  <<: *other\n  level: low\n');
  expect(message).toContain('servo.yaml:1:25: web.workers: ');
});

test('validateSection() takes further keys where the author allows them', async () => {
  const schema = z.looseObject({ baseUrl: z.string().optional() });
  expect(await validate('web: {base_url: x, other_key: 1}\n', { schema })).toEqual({ baseUrl: 'x', other_key: 1 });
});

test('validateSection() takes no key for a connector without any', async () => {
  const schema = z.object({});
  expect((await failure('web: {a: 1}\n', { schema })).message).toContain('unknown key "a"; known are none');
});

test('validateSection() passes values on to a schema that says nothing of itself', async () => {
  const schema: ConfigSchema = {
    '~standard': { version: 1, vendor: 'own', validate: (value: unknown) => ({ value }) },
  };
  expect(await validate('web: {some_key: {deep: 1}}\n', { schema })).toEqual({ some_key: { deep: 1 } });
});

test('validateSection() knows the keys of a schema with what JSON Schema cannot say', async () => {
  const schema = z.object({ startDate: z.date().optional(), maxRate: z.number() });
  expect(await validate('web: {max_rate: 1}\n', { schema })).toEqual({ maxRate: 1 });
});

test('validateSection() follows schemas that contain themselves', async () => {
  const tree = z.object({
    nodeName: z.string(),
    get childNodes() {
      return z.array(tree).optional();
    },
  });
  expect(await validate('web: {node_name: a, child_nodes: [{node_name: b}]}\n', { schema: tree })).toEqual({
    nodeName: 'a',
    childNodes: [{ nodeName: 'b' }],
  });
  expect((await failure('web: {node_name: a, child_nodes: [{nodename: b}]}\n', { schema: tree })).message).toContain(
    'web.child_nodes[0].nodename: unknown key "nodename"; did you mean "node_name"?',
  );
});

test('validateSection() makes a problem of a schema that throws', async () => {
  const schema = z.object({ a: z.string() }).transform(() => {
    throw new TypeError('not so');
  });
  expect((await failure('web: {a: b}\n', { schema })).message).toContain('the schema failed: not so');
});

test('validateSection() places what a schema throws at the section, beside the problems found before', async () => {
  const schema = z.object({ a: z.string(), token: secret().optional() }).transform(() => {
    throw new TypeError('not so');
  });
  const { problems } = await failure('x: 1\nweb:\n  a: b\n  token: c\n  token_file: d\n', { schema });
  expect(problems).toMatchObject([
    { line: 2, column: 1, path: 'web', message: 'the schema failed: not so', excerpt: { text: 'web:', length: 3 } },
    { path: expect.stringMatching('web.token') },
  ]);
});

test('validateSection() reads a secret from a file', async () => {
  const config = await validate('web: {token_file: token}\n');
  expect(config).toEqual({ baseUrl: 'http://localhost', workers: 1, token: expect.any(Secret) });
  expect((config as { readonly token: Secret }).token.reveal()).toBe('filetok'); // the line above asks
});

test('validateSection() lets a secret be read from its file again', async () => {
  await writeFile(join(cwd, 'rotated'), 'one');
  const config = (await validate('web: {token_file: rotated}\n')) as { readonly token: Secret }; // by its schema
  expect(await config.token.refresh()).toBe(false);
  await writeFile(join(cwd, 'rotated'), 'two\n');
  expect([await config.token.refresh(), config.token.reveal()]).toEqual([true, 'two']);
  await rm(join(cwd, 'rotated'));
  expect([await config.token.refresh(), config.token.reveal()]).toEqual([false, 'two']);
});

test.for<[written: string, found: string]>([
  ['5', 'a number (hidden)'],
  ['true', 'true or false (hidden)'],
  ['', 'nothing'],
  ['{a: hunter2}', 'a mapping'],
  ['[hunter2]', 'a list'],
])('validateSection() says of %j in the place of a secret only what kind it is', async ([written, found]) => {
  const { problems } = await failure(`web:\n  token: ${written}\n`);
  expect(problems).toMatchObject([{ path: 'web.token', expected: 'text', found }]);
});

describe('validateSection(), given a record of secrets', () => {
  const schema = z.object({ headers: z.record(z.string(), secret()), labels: z.record(z.string(), z.string()) });

  test('reads one from a file, and again', async () => {
    await writeFile(join(cwd, 'header'), 'one');
    const config = await validate('web: {headers: {X-Key_file: header}, labels: {a_file: b}}\n', { schema });
    expect(config).toEqual({ headers: { 'X-Key': expect.any(Secret) }, labels: { a_file: 'b' } });
    const key = (config as z.output<typeof schema>).headers['X-Key']; // by its schema
    await writeFile(join(cwd, 'header'), 'two');
    expect([key?.reveal(), await key?.refresh(), key?.reveal()]).toEqual(['one', true, 'two']);
  });

  test('refuses one that is given twice, and a file that is not there', async () => {
    const text = 'web: {headers: {A: a, A_file: token, B_file: nowhere}, labels: {}}\n';
    const { message } = await failure(text, { schema });
    expect(message).toContain('web.headers.A_file: "A" is given too; keep one of them');
    expect(message).toContain('web.headers.B_file: the file cannot be read');
  });
});

test('validateSection() tells a secret’s file that cannot be read, once', async () => {
  const required = z.object({ token: secret() });
  const { problems } = await failure('web:\n  token_file: nowhere\n', { schema: required });
  expect(problems).toEqual([
    expect.objectContaining({ line: 2, path: 'web.token_file', message: expect.stringContaining('cannot be read') }),
  ]);
});

test('validateSection() refuses a secret’s file that is empty', async () => {
  await writeFile(join(cwd, 'empty'), '\n');
  expect((await failure('web: {token_file: empty}\n')).message).toContain('servo.yaml:1:19: web.token_file: ');
});

test('validateSection() refuses a secret that is given twice', async () => {
  expect((await failure('web: {token: abc, token_file: token}\n')).message).toContain(
    'web.token_file: "token" is given too; keep one of them',
  );
});

test.for<readonly [what: string, schema: ConfigSchema, stanza: string]>([
  ['of another kind', webConfig, 'web: {token: [hunter2]}\n'],
  ['beside a wrong key', webConfig, 'web: {token: hunter2, levl: low}\n'],
  ['under a rule about several keys', webConfig.refine(() => false, 'never'), 'web: {token: hunter2}\n'],
  [
    'that the author quotes',
    z.object({ token: secret().refine(() => false, { error: ({ input }) => `bad ${String(input)}` }) }),
    'web: {token: hunter2}\n',
  ],
  [
    'quoted by the author before it is wrapped',
    z.object({
      token: z
        .string()
        .meta({ format: 'password' })
        .refine(() => false, { error: ({ input }) => `got ${String(input)}` }),
    }),
    'web: {token: hunter2}\n',
  ],
  [
    'where the schema cannot say which values are secret',
    {
      '~standard': {
        version: 1,
        vendor: 'own',
        validate: () => ({ issues: [{ message: 'not good', path: ['token'] }] }),
      },
    },
    'web: {token: hunter2}\n',
  ],
  ['in a list', z.object({ tokens: z.array(secret()).max(1) }), 'web: {tokens: [hunter2, hunter2]}\n'],
])('validateSection() never shows a secret %s', async ([, schema, stanza]) => {
  const error = await failure(stanza, { schema });
  expect(JSON.stringify([error.message, error.problems])).not.toContain('hunter2');
});

test('validateSection() lets a variable win over the file, by name at every depth', async () => {
  const env = {
    SERVO_WEB_WORKERS: '4',
    SERVO_WEB_TLS_VERIFY_HOST: 'false',
    SERVO_WEB_LABELS: '{"app_name":"b"}',
    SERVO_WEB_LOAD: '{"kind":"fixed","max_rate":3}',
  };
  expect(await validate('web: {workers: 2, tls: {ca_file: x, verify_host: true}, labels: {a: b}}\n', { env })).toEqual({
    baseUrl: 'http://localhost',
    workers: 4,
    tls: { caFile: 'x', verifyHost: false },
    labels: { app_name: 'b' },
    load: { kind: 'fixed', maxRate: 3 },
  });
});

test('validateSection() takes several fields as JSON, and single ones over them', async () => {
  const env = { SERVO_WEB: '{"workers": 2, "level": "low"}', SERVO_WEB_WORKERS: '3' };
  expect(await validate('web: {base_url: "http://x"}\n', { env })).toEqual({
    baseUrl: 'http://x',
    workers: 3,
    level: 'low',
  });
});

test.for<readonly [what: string, env: Readonly<Record<string, string>>, message: string]>([
  [
    'a wrong value',
    { SERVO_WEB_WORKERS: 'many' },
    'SERVO_WEB_WORKERS: has a wrong value (expected a whole number, found "many")',
  ],
  [
    'what is not JSON',
    { SERVO_WEB_ROUTES: 'a,b' },
    'SERVO_WEB_ROUTES: has a wrong value (expected a list, found "a,b")',
  ],
  [
    'an unknown key in JSON',
    { SERVO_WEB_ROUTES: '[{"max_rat":1}]' },
    'SERVO_WEB_ROUTES[0].max_rat: unknown key "max_rat"; did you mean "max_rate"?',
  ],
  [
    'a whole section that is no mapping',
    { SERVO_WEB: '5' },
    'SERVO_WEB: has a wrong value (expected a mapping in JSON',
  ],
])('validateSection() names the variable of %s', async ([, env, message]) => {
  const error = await failure('web: {workers: 2}\n', { env });
  expect(error.code).toBe('CONFIGURATION_ENVIRONMENT');
  expect(error.message).toContain(message);
});

test('validateSection() ignores empty variables and those that Kubernetes sets', async () => {
  const schema = z.object({ port: z.string().default('8080'), serviceHost: z.string().default('own') });
  const env = { SERVO_WEB_PORT: 'tcp://10.0.0.1:80', SERVO_WEB_SERVICE_HOST: '10.0.0.1' };
  expect(await validate('web: {}\n', { schema, env })).toEqual({ port: '8080', serviceHost: 'own' });
  expect(await validate('web: {port: a}\n', { schema, env: { SERVO_WEB_PORT: '' } })).toMatchObject({ port: 'a' });
});

test('validateSection() lets a secret of the environment replace the file’s in either form', async () => {
  const token = async (stanza: string, env: Readonly<Record<string, string>>): Promise<string> =>
    ((await validate(stanza, { env })) as { readonly token: Secret }).token.reveal(); // the schema's output
  expect(await token('web: {token_file: token}\n', { SERVO_WEB_TOKEN: 'env' })).toBe('env');
  expect(await token('web: {token: yaml}\n', { SERVO_WEB_TOKEN_FILE: 'token' })).toBe('filetok');
});

test('validateSection() refuses a variable that would mean two fields', async () => {
  const schema = z.object({ base: z.object({ url: z.string() }).optional(), baseUrl: z.string().optional() });
  await expect(validate('web: {}\n', { schema })).rejects.toMatchObject({
    code: 'CONFIGURATION_AMBIGUOUS',
    message: 'SERVO_WEB_BASE_URL would mean both base.url and base_url of web',
  });
});

test('validateSection() tells what a variable takes the place of, and where that stood', async () => {
  const overrides: Override[] = [];
  await validate('web:\n  workers: 2\n', {
    env: { SERVO_WEB_WORKERS: '4', SERVO_WEB_LEVEL: 'low' },
    onOverride: (override) => overrides.push(override),
  });
  expect(overrides).toEqual([
    { variable: 'SERVO_WEB_WORKERS', path: 'web.workers', file: 'servo.yaml', line: 2, column: 12 },
  ]);
});

test('validateSection() reads a filled-in text as the schema wants it', async () => {
  const schema = z.object({ token: z.string(), port: z.number(), quoted: z.number(), every: duration() });
  const env = { DIGITS: '0123456' };
  const stanza = 'web:\n  token: ${DIGITS}\n  port: ${DIGITS}\n  quoted: "${DIGITS}"\n  every: ${SECONDS:-30}\n';
  expect(await validate(stanza, { schema, env })).toMatchObject({ token: '0123456', port: 123456, quoted: 123456 });
});

test('validateSection() says in the same words what a schema of zod 3 finds wrong', async () => {
  const schema = z3.object({
    mode: z3.enum(['fast', 'slow']),
    rate: z3.number().min(1),
    kind: z3.literal('web'),
    on: z3.boolean(),
  }) as ConfigSchema;
  const { problems } = await failure('web: {mode: fest, rate: 0, kind: wob, on: 1}\n', { schema });
  expect(problems.map(({ path, expected, found, hint }) => [path, expected, found, hint])).toEqual([
    ['web.mode', 'one of fast, slow', '"fest"', 'did you mean "fast"?'],
    ['web.rate', 'at least 1', '0', undefined],
    ['web.kind', 'web', '"wob"', 'did you mean "web"?'],
    ['web.on', 'true or false', '1', undefined],
  ]);
});
