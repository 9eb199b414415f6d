import { expect, test } from 'vitest';
import { z } from 'zod';
import { secret } from '../../config/secret-schema.js';
import { ConfigurationError, type ProblemExcerpt } from '../../errors/configuration-error.js';
import { loadDocuments } from './load-documents.js';
import { readConfigText } from './read-config-file.js';
import { validateSection } from './validate-section.js';

type Env = Readonly<Record<string, string>>;

/** What a user sees of a problem: the line, and what of it is underlined. */
function shown(excerpt: ProblemExcerpt | undefined): readonly [line: string, marked: string] {
  const { text = '', column = 1, length = 0 } = excerpt ?? {};
  return [text, text.slice(column - 1, column - 1 + length)];
}

async function excerpts(action: () => Promise<unknown>): Promise<readonly (readonly [string, string])[]> {
  try {
    await action();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems.map(({ excerpt }) => shown(excerpt));
    throw error;
  }
  return [];
}

function load(text: string, env: Env = {}): Promise<unknown> {
  return (async () => loadDocuments(readConfigText(text, { file: 'a.yaml', env }), { env, cwd: '/', known: [] }))();
}

test.for<readonly [text: string, line: string, marked: string]>([
  ['settings: {grace: 3x, telemetry: true} # why', 'settings: {grace: 3x, telemetry: true}', '3x'],
  ['settings:\r\n  grase: 3s\r\n', '  grase: …', 'grase'],
  ['checks:\n  halt_on: "comon"  # note\n', '  halt_on: "comon"', '"comon"'],
  ['name: a\n\tb: 1\n', ' b: 1', ' '],
  ['name: [1, 2\n', 'name: [1, 2', '['],
  ['a: ${NOPE}', 'a: ${NOPE}', '${NOPE}'],
  ['name: 日本語/\u001b[31m!', 'name: 日本語/ [31m!', '日本語/ [31m!'],
])('a problem of %j shows its line, and marks what is wrong', async ([text, line, marked]) => {
  expect((await excerpts(() => load(text)))[0]).toEqual([line, marked]);
});

test.for([
  'optimizer: s3cr3t-value',
  'optimizer: {id: example.com/shop, token: s3cr3t-value, basee_url: x}',
  'optimizer: {id: example.com/shop, tokne: s3cr3t-value}',
  '{"optimizer": {"id": "example.com/shop", "token": "s3cr3t-value"}, "settings": {"grace": "x"}}',
  'settings: {grace: x}  # was s3cr3t-value',
  'settings: {grace: x, proxies: "http://user:s3cr3t-value@proxy/"}',
  'other: {anything: s3cr3t-value}',
  'token: "s3cr3t-value',
  'a:\n  password: |\n    s3cr3t-value\n\ts3cr3t-value\n',
  'password: "b\n  s3cr3t-value: [',
  'tokne: a\ntokne: s3cr3t-value',
  'a: [Ab0s3cr3t-valueAb0Ab0Ab0Ab0, ]]',
  'x: !tag {secret_key: s3cr3t-value}',
  'optimizer: {id: 5, tokne: s3cr3t-value}',
  'optimizer: {tokne: s3cr3t-value}',
  'optimizer:\n  token s3cr3t-value\n  id: x\n',
  'optimizer:\n  token:\n    s3cr3t-value: x: y\n',
  'settings: {grace: x, tokne: [s3cr3t-value]}',
])('no problem of %j shows the secret', async (text) => {
  const found = await excerpts(() => load(text));
  expect(found.length).toBeGreaterThan(0);
  expect(JSON.stringify(found)).not.toContain('s3cr3t-value');
});

const schema = z.object({ rate: z.number(), code: secret(), deep: z.object({ code: secret() }).optional() });

function section(
  text: string,
  env: Env = {},
  of: Parameters<typeof validateSection>[1]['schema'] = schema,
): Promise<unknown> {
  const [{ values, source }] = readConfigText(text, { file: 'a.yaml', env });
  return validateSection({ value: values['web'], path: ['web'], source }, { schema: of, env, key: 'web', cwd: '/' });
}

test.for<readonly [text: string, env: Env, line: string]>([
  ['web: {rate: x, code: s3cr3t, deep: {code: s3cr3t}}', {}, 'web: {rate: x, code: [secret], deep: {code: [secret]}}'],
  [
    'web: {rate: x, "code": &c s3cr3t, deep: {code: *c}}',
    {},
    'web: {rate: x, "code": &c [secret], deep: {code: [secret]}}',
  ],
  ['web: {code: s3cr3t}', { SERVO_WEB_RATE: 'fast' }, 'SERVO_WEB_RATE=fast'],
  ['', { SERVO_WEB: '{"rate": "x", "code": "s3cr3t"}' }, 'SERVO_WEB={"rate": "x", "code": …}'],
  ['', { SERVO_WEB: '{"rate": 1, "code": 5, "s": 1}' }, 'SERVO_WEB={"rate": …, "code": [secret], "s": …}'],
  ['web: {rate: 1, code: s3cr3t}', { SERVO_WEB_DEEP: '{"coed": "s3cr3t"}' }, 'SERVO_WEB_DEEP={"coed": …}'],
  ['', { SERVO_WEB: 's3cr3t' }, 'SERVO_WEB=[secret]'],
])('validateSection() masks what the schema calls a secret in %j with %j', async ([text, env, line]) => {
  const found = await excerpts(() => section(text, env));
  expect(found.map(([shownLine]) => shownLine)).toContain(line);
  expect(JSON.stringify(found)).not.toContain('s3cr3t');
});

test('validateSection() shows no value where the schema tells nothing of secrets', async () => {
  const mute: Parameters<typeof validateSection>[1]['schema'] = {
    '~standard': { version: 1, vendor: 'acme', validate: () => ({ issues: [{ message: 'no', path: ['rate'] }] }) },
  };
  expect(await excerpts(() => section('web: {rate: s3cr3t}', {}, mute))).toEqual([
    ['web: {rate: [secret]}', '[secret]'],
  ]);
});

test('a problem in a very long line shows what is around it', async () => {
  const [found] = await excerpts(() => load(`settings: {grace: x, a: "${'y'.repeat(100_000)}"}`));
  expect(found?.[0].length).toBeLessThan(250);
  expect(found?.[1]).toBe('x');
});
