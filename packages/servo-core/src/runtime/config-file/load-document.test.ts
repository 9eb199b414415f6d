import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import { ConfigurationError } from '../../errors/configuration-error.js';
import { ServoError } from '../../errors/servo-error.js';
import { loadDocument } from './load-document.js';
import { readConfigText } from './read-config-file.js';
import type { ServoDocument } from './servo-document.js';
import { validateSection } from './validate-section.js';
import { z } from 'zod';

type Env = Readonly<Record<string, string>>;

const known = ['process', 'autocannon'];

async function load(text: string, env: Env = {}): Promise<ServoDocument> {
  return loadDocument(readConfigText(text, { file: 'servo.yaml', env })[0], { env, cwd: '/', known });
}

async function failure(text: string, env?: Env): Promise<ConfigurationError> {
  const thrown = await load(text, env).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof ConfigurationError) return thrown;
  throw thrown;
}

const good = `name: shop
description: The shop
optimizer:
  minimize: price
  prices: {cpu: 23 per core}
  constraints: [p99 < 80ms, "error_rate < 1%"]
  budget: {trials: 14, price: 1.5x}
connectors: {web: process, load: autocannon}
settings: {timeouts: 30s, proxies: {"all://": "http://proxy:3128"}}
checks: {wait: 5m, delay: 10s, halt_on: common}
web: &web
  command: [node, service.mjs]
  ready: {http: "http://\${HOST:-127.0.0.1}:8123/", timeout: 10s}
load: {rate: 60, <<: *web}
`;

test('loadDocument() reads everything of a servo but the stanzas', async () => {
  const document = await load(good);
  expect(document).toMatchObject({
    name: 'shop',
    description: 'The shop',
    optimizer: { kind: 'embedded', minimize: 'price' },
    checks: { haltOn: 'common' },
    file: 'servo.yaml',
  });
  expect(document.connectors.map(({ key, connector, stanza }) => [key, connector, stanza.path])).toEqual([
    ['web', 'process', ['web']],
    ['load', 'autocannon', ['load']],
  ]);
});

test('loadDocument() makes a servo of an empty file and the identity of the environment', async () => {
  const document = await load('', { OPSANI_OPTIMIZER: 'example.com/shop', OPSANI_TOKEN: 'a' });
  expect(document.optimizer).toMatchObject({ kind: 'opsani', id: 'example.com/shop' });
});

test('loadDocument() takes name and uid from the environment over the file', async () => {
  const document = await load('name: a\nservo_uid: b\n', { SERVO_NAME: 'c', SERVO_UID: 'd' });
  expect([document.name, document.servoUid]).toEqual(['c', 'd']);
});

test.for<[text: string, env: Readonly<Record<string, string>>, wanted: boolean]>([
  ['', {}, false],
  ['no_diagnostics: true\n', {}, false],
  ['no_diagnostics: false\n', {}, true],
  ['no_diagnostics: true\n', { SERVO_NO_DIAGNOSTICS: 'false' }, true],
  ['no_diagnostics: false\n', { SERVO_NO_DIAGNOSTICS: 'true' }, false],
])('loadDocument() of %j and %j wants diagnostics: %j', async ([text, env, wanted]) => {
  expect((await load(text, env)).wantsDiagnostics).toBe(wanted);
});

test('loadDocument() takes a servo_uid of digits that a variable fills in', async () => {
  expect((await load('servo_uid: ${ID}\n', { ID: '7001' })).servoUid).toBe('7001');
});

test('loadDocument() tells the problems of all sections in the order of the file', async () => {
  const { problems, code } = await failure(
    'checks: {halt: now}\nsettings:\n  timeouts: [1]\noptimizer: {minimize: price, promot: ask}\nname: a b\nproces: {}\n',
  );
  expect(code).toBe('CONFIGURATION_INVALID');
  expect(problems.map(({ line, path }) => [line, path])).toEqual([
    [1, 'checks.halt'],
    [3, 'settings.timeouts'],
    [4, 'optimizer.promot'],
    [5, 'name'],
    [6, 'proces'],
  ]);
});

test('loadDocument() says that only variables are wrong, when only they are', async () => {
  expect(await failure('', { SERVO_CHECKS_WAIT: 'long', SERVO_NAME: 'a b' })).toMatchObject({
    code: 'CONFIGURATION_ENVIRONMENT',
    problems: [{ path: 'SERVO_CHECKS_WAIT' }, { path: 'SERVO_NAME' }],
  });
});

/** Numbers that look random and are the same each time. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function damaged(text: string, next: (below: number) => number): string {
  const bytes = Buffer.from(text);
  const interesting = Buffer.from('\t\n :-[]{}&*!|>\'"%@`#,?<$\0~=\u00e9');
  for (let edits = 1 + next(4); edits > 0; edits--) {
    const at = next(bytes.length);
    const kind = next(4);
    if (kind === 0) bytes[at] = next(256);
    else if (kind === 1) bytes[at] = interesting[next(interesting.length)] ?? 0;
    else if (kind === 2) bytes.copy(bytes, at, next(bytes.length));
    else bytes.copyWithin(at, at + 1);
  }
  return bytes.toString();
}

const stanza = z.object({
  command: z.array(z.string()),
  ready: z.object({ http: z.url(), timeout: z.string() }),
  rate: z.number().optional(),
});

test('loadDocument() and validateSection() throw nothing but ConfigurationError, whatever is done to the file', async () => {
  const next = random(7);
  let refused = 0;
  for (let round = 0; round < 1500; round++) {
    const text = damaged(good, next);
    try {
      const { connectors } = await load(text);
      for (const each of connectors)
        await validateSection(each.stanza, { schema: stanza, env: {}, key: each.key, cwd: '/' });
    } catch (error) {
      refused++;
      if (!(error instanceof ConfigurationError))
        throw new ServoError('UNEXPECTED', `round ${round}: ${JSON.stringify(text)}`, { cause: error });
      expect(error.problems.length).toBeGreaterThan(0);
    }
  }
  expect(refused).toBeGreaterThan(500);
});

test('loadDocument() keeps what environment variables took the place of, and never their values', async () => {
  const env = {
    SERVO_NAME: 'b',
    SERVO_CONNECTORS: '["process"]',
    OPSANI_TOKEN: 'hunter2hunter2',
    SERVO_CHECKS_QUIET: 'true',
    SERVO_SETTINGS_GRACE: '5s',
  };
  const text =
    'name: a\noptimizer:\n  id: example.com/app\n  token: old\nconnectors: [autocannon]\nchecks: {quiet: false}\n';
  const { overrides } = await load(text, env);
  expect(overrides).toEqual([
    { variable: 'SERVO_CONNECTORS', path: 'connectors', file: 'servo.yaml', line: 5, column: 13 },
    { variable: 'OPSANI_TOKEN', path: 'optimizer.token', file: 'servo.yaml', line: 4, column: 10 },
    { variable: 'SERVO_CHECKS_QUIET', path: 'checks.quiet', file: 'servo.yaml', line: 6, column: 17 },
    { variable: 'SERVO_NAME', path: 'name', file: 'servo.yaml', line: 1, column: 7 },
  ]);
});

test.for(['..', '.', '', 'a/b', 'a'.repeat(65)])('loadDocument() refuses %j as the name of a servo', async (name) => {
  expect(await failure(`name: ${JSON.stringify(name)}\n`)).toMatchObject({ problems: [{ path: 'name', line: 1 }] });
});

test('loadDocument() keeps which files the secrets of the optimizer were read from, and no others', async () => {
  const cwd = temporaryFolder({ token: 'filetok', phrase: 'hush' });
  const text = `optimizer: {id: example.com/app, token: old}
settings: {client_certificate: {certificate: c.pem, passphrase_file: phrase}}
`;
  const env = { OPSANI_TOKEN_FILE: 'token' };
  const document = readConfigText(text, { file: 'servo.yaml', env })[0];
  expect((await loadDocument(document, { env, cwd, known })).secretFiles).toEqual({ token: join(cwd, 'token') });
});

test('loadDocument() takes settings and checks from the variables that they have always had', async () => {
  const { settings, checks } = await load('settings: {timeouts: {read: 9s}, backoff: {connect: {max_tries: 3}}}\n', {
    COMMON_PROXIES: '{"all://": "http://proxy:3128"}',
    COMMON_SSL_VERIFY: 'false',
    TIMEOUTS_CONNECT: '5s',
    TIMEOUTS_POOL: '7',
    BACKOFF_SETTINGS_MAX_TIME: '2m',
    CHECKS_NAME: '["ready"]',
    CHECKS_WAIT: '5m',
    CHECKS_HALT_ON: 'common',
    CHECKS_CHECK_HALTING: 'true',
  });
  expect(JSON.parse(JSON.stringify(settings))).toMatchObject({
    proxies: { 'all://': '[secret]' },
    sslVerify: false,
    timeouts: { connect: '5s', read: '9s', pool: '7s' },
    backoff: { connect: { maxTime: '2m', maxTries: 3 } },
  });
  expect(checks).toMatchObject({ name: ['ready'], haltOn: 'common', checkHalting: true });
  expect(String(checks.wait)).toBe('5m');
});

test.for<readonly [env: Env, expected: object]>([
  [{ COMMON_TIMEOUTS: '5s' }, { connect: '5s', read: '5s', write: '5s', pool: '5s' }],
  [
    { COMMON_TIMEOUTS: '5s', SERVO_SETTINGS_TIMEOUTS: '6s' },
    { connect: '6s', read: '6s' },
  ],
  [
    { COMMON_TIMEOUTS: '{"read": "5s"}', TIMEOUTS_CONNECT: '6s' },
    { connect: '6s', read: '5s' },
  ],
])('loadDocument() lets the closer variable win of %j', async ([env, expected]) => {
  const { settings } = await load('settings: {timeouts: 30s}\n', env);
  expect(JSON.parse(JSON.stringify(settings.timeouts))).toMatchObject(expected);
});

test('loadDocument() says that a part of timeouts takes the place of a single one', async () => {
  const { settings, overrides } = await load('settings: {timeouts: 30s}\n', { TIMEOUTS_CONNECT: '5s' });
  expect(JSON.parse(JSON.stringify(settings.timeouts))).toEqual({ connect: '5s' });
  expect(overrides).toEqual([
    { variable: 'TIMEOUTS_CONNECT', path: 'settings.timeouts', file: 'servo.yaml', line: 1, column: 22 },
  ]);
});

test('loadDocument() names the variable of settings or checks that is wrong', async () => {
  const env = { BACKOFF_SETTINGS_MAX_TIME: 'long', TIMEOUTS_READ: 'soon', CHECKS_DELAY: 'often' };
  expect(await failure('', env)).toMatchObject({
    code: 'CONFIGURATION_ENVIRONMENT',
    problems: expect.arrayContaining(Object.keys(env).map((path) => expect.objectContaining({ path }))),
  });
});

test('loadDocument() finds what is wrong in a part of timeouts', async () => {
  expect(await failure('settings: {timeouts: {read: soon}}\n')).toMatchObject({
    problems: [{ path: 'settings.timeouts.read', line: 1, message: expect.stringContaining("'soon'") }],
  });
});
