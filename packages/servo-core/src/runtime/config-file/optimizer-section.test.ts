import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Secret } from '../../config/secret.js';
import { ConfigurationError } from '../../errors/configuration-error.js';
import type { OptimizerConfig } from '../../optimizer/optimizer-config.js';
import { readOptimizer } from './optimizer-section.js';
import { readConfigText } from './read-config-file.js';

type Env = Readonly<Record<string, string>>;

let cwd = '';
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'servo-optimizer-'));
  await writeFile(join(cwd, 'token'), ' filetok \n');
});
afterAll(() => rm(cwd, { recursive: true }));

async function read(text: string, env: Env = {}): Promise<OptimizerConfig | undefined> {
  const [{ values, source }] = readConfigText(text, { file: 'servo.yaml', env });
  return readOptimizer({ value: values['optimizer'], path: ['optimizer'], source }, { env, cwd });
}

async function failure(text: string, env?: Env): Promise<ConfigurationError> {
  const thrown = await read(text, env).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof ConfigurationError) return thrown;
  throw thrown;
}

const token = async (text: string, env?: Env): Promise<string> =>
  ((await read(text, env)) as { readonly token: Secret }).token.reveal(); // an Opsani optimizer has one

const identity: Env = { OPSANI_OPTIMIZER: 'example.com/shop', OPSANI_TOKEN: 'envtok' };

test.for<readonly [kind: string, text: string, env?: Env]>([
  ['embedded', 'optimizer: {minimize: price}\n'],
  ['embedded', 'optimizer: {maximize: throughput}\n', identity],
  ['embedded', '', { SERVO_OPTIMIZER_MINIMIZE: 'price' }],
  ['embedded', '', { SERVO_OPTIMIZER: '{"minimize": "price"}' }],
  ['appdynamics', 'optimizer: {optimizer_id: a, connection_file: b}\n'],
  ['appdynamics', '', { APPD_OPTIMIZER_ID: 'a', APPD_CONNECTION_FILE: 'b' }],
  ['appdynamics', 'optimizer: {base_url: "http://x"}\n', { APPD_OPTIMIZER_ID: 'a', APPD_CONNECTION_FILE: 'b' }],
  [
    'appdynamics',
    'optimizer: {client_id: a, client_secret_file: token, base_url: "http://x"}\n',
    { APPD_OPTIMIZER_ID: 'a', APPD_TENANT_ID: 'b', OPSANI_URL: 'http://x' },
  ],
  ['opsani', 'optimizer: {token: a}\n', { OPSANI_OPTIMIZER: 'example.com/shop', APPD_OPTIMIZER_ID: 'a' }],
  ['opsani', 'optimizer: {id: example.com/shop, token: a}\n'],
  ['opsani', '', identity],
  ['opsani', '', { SERVO_OPTIMIZER_ID: 'example.com/shop', SERVO_OPTIMIZER_TOKEN: 'a' }],
])('readOptimizer() infers %s from %j and %j', async ([kind, text, env]) => {
  expect(await read(text, env)).toMatchObject({ kind });
});

test.for(['', 'optimizer:\n', 'optimizer: {}\n'])('readOptimizer() answers nothing for %j alone', async (text) => {
  expect(await read(text)).toBeUndefined();
});

test('readOptimizer() lets the environment win over the file, key by key', async () => {
  const config = await read('optimizer: {id: example.com/old, token: a, base_url: "http://x"}\n', {
    OPSANI_OPTIMIZER: 'example.com/new',
  });
  expect(config).toMatchObject({ id: 'example.com/new', baseUrl: 'http://x' });
});

test('readOptimizer() trims the token of OPSANI_TOKEN_FILE, which wins over OPSANI_TOKEN', async () => {
  expect(await token('', { ...identity, OPSANI_TOKEN_FILE: 'token' })).toBe('filetok');
  expect(await token('optimizer: {token: yaml}\n', { ...identity, OPSANI_TOKEN_FILE: 'token' })).toBe('filetok');
  expect(await token('optimizer: {token_file: token}\n', { OPSANI_OPTIMIZER: 'example.com/shop' })).toBe('filetok');
});

test('readOptimizer() reads all that the environment says of AppDynamics, secrets from files, too', async () => {
  const config = await read('', {
    APPD_OPTIMIZER_ID: 'o-1',
    APPD_TENANT_ID: 't-1',
    APPD_BASE_URL: 'http://a',
    APPD_URL: 'http://b',
    APPD_TOKEN_URL: 'http://c',
    APPD_CLIENT_ID: 'me',
    APPD_CLIENT_SECRET_FILE: 'token',
    APPD_TOKEN_FILE: 'token',
  });
  if (config?.kind !== 'appdynamics') expect.unreachable(`it is ${config?.kind}`);
  const { clientSecret, token: own, ...rest } = config;
  expect([clientSecret?.reveal(), own?.reveal()]).toEqual(['filetok', 'filetok']);
  expect(rest).toEqual({
    kind: 'appdynamics',
    optimizerId: 'o-1',
    tenantId: 't-1',
    baseUrl: 'http://a',
    url: 'http://b',
    tokenUrl: 'http://c',
    clientId: 'me',
  });
});

test('readOptimizer() names OPSANI_TOKEN_FILE when it cannot be read', async () => {
  const { problems } = await failure('', { ...identity, OPSANI_TOKEN_FILE: 'nowhere' });
  expect(problems).toEqual([
    expect.objectContaining({ path: 'OPSANI_TOKEN_FILE', message: expect.stringContaining('cannot be read') }),
  ]);
});

test('readOptimizer() names the variable that is wrong', async () => {
  expect((await failure('', { ...identity, OPSANI_OPTIMIZER: 'inval/id/app' })).message).toContain(
    'OPSANI_OPTIMIZER: ',
  );
});

test.for<readonly [text: string, ...parts: readonly string[]]>([
  ['optimizer: {id: example.com/shop}\n', 'servo.yaml:1:12: optimizer.token: is required'],
  ['optimizer: {minimise: price, minimize: p99}\n', 'unknown key "minimise"; did you mean "minimize"?'],
  ['optimizer: {kind: embeded, minimize: p99}\n', 'servo.yaml:1:19: optimizer.kind: ', 'did you mean "embedded"?'],
  ['optimizer: {kind: opsani, minimize: p99}\n', 'unknown key "minimize"'],
  ['optimizer: {minimize: price, maximize: p99}\n', 'either "minimize" or "maximize"'],
])('readOptimizer() tells what is wrong with that kind alone: %j', async ([text, ...parts]) => {
  const { message } = await failure(text);
  for (const part of parts) expect(message).toContain(part);
  expect(message).not.toContain('connection_file');
});

test.for<readonly [text: string, message: string]>([
  ['optimizer: {minimise: price}\n', 'optimizer.minimise: unknown key "minimise"; did you mean "minimize"?'],
  ['optimizer: {maximise: p99, prices: {}}\n', 'optimizer.maximise: unknown key "maximise"; did you mean "maximize"?'],
  ['optimizer: {conection_file: a}\n', 'optimizer.conection_file: unknown key "conection_file"; did you mean '],
])('readOptimizer() infers the kind from what a misspelt key stands for: %j', async ([text, message]) => {
  const { problems, message: all } = await failure(text);
  expect(all).toContain(message);
  expect(problems.length).toBeLessThan(4);
});

test.each([
  ['constraints: [p99]', 'got "p99". For example: p99 < 80ms, error_rate < 1%, throughput >= 95% of baseline.'],
  ['measure: {duration: soon}', "Invalid duration 'soon': not a duration. Write a number with a unit,"],
])('readOptimizer() says of %s but once what was found', async (written, message) => {
  const { problems } = await failure(`optimizer: {minimize: p99, ${written}}\n`);
  expect(problems).toEqual([expect.not.objectContaining({ found: expect.anything() })]);
  expect(problems[0]?.message).toContain(message);
});

test('readOptimizer() infers nothing from a misspelt key that several kinds have', async () => {
  const { problems } = await failure('optimizer: {tokne: a}\n', identity);
  expect(problems).toEqual([expect.objectContaining({ hint: 'did you mean "token"?' })]);
});

test.for([
  'optimizer: hunter2\n',
  'optimizer: [hunter2]\n',
  'optimizer: {optimizer_id: a, client_secret: hunter2}\n',
  'optimizer: {id: example.com/shop, token: a, url: "http://me:hunter2@x"}\n',
])('readOptimizer() shows no secret: %j', async (text) => {
  expect((await failure(text)).message).not.toContain('hunter2');
});
