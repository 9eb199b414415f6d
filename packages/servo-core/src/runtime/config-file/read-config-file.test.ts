import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConfigurationError } from '../../errors/configuration-error.js';
import { readConfigFile, readConfigText } from './read-config-file.js';

let cwd = '';
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'servo-config-'));
});
afterAll(() => rm(cwd, { recursive: true }));

const read = (text: string, env: Readonly<Record<string, string>> = {}): Readonly<Record<string, unknown>> =>
  readConfigText(text, { file: 'servo.yaml', env })[0].values;

function failure(text: string): ConfigurationError {
  try {
    read(text);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new ConfigurationError([{ message: 'nothing was refused' }]);
}

test('readConfigFile() names the file from the folder that it is given', async () => {
  const path = join(cwd, 'servo.yaml');
  await writeFile(path, 'name: shop\n');
  const [{ values, source }] = await readConfigFile({ path, cwd, env: {} });
  expect([values, source.file]).toEqual([{ name: 'shop' }, 'servo.yaml']);
});

test.for(['', '# only a comment\n', '---\n', 'null\n'])('readConfigText() reads %j as no keys', (text) => {
  expect(read(text)).toEqual({});
});

test('readConfigText() follows merge keys, and the values of YAML 1.2', () => {
  expect(read('a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\nc: [yes, on, 0o17, 1_000]\n')).toMatchObject({
    b: { x: 1, y: 3 },
    c: ['yes', 'on', 15, '1_000'],
  });
});

test.for([
  ['just text\n', 'found a single value'],
  ['- a\n', 'found a list'],
])('readConfigText() refuses %j', ([text = '', part]) => {
  const error = failure(text);
  expect(error.code).toBe('CONFIGURATION_MALFORMED');
  expect(error.message).toContain('servo.yaml:1:1: the document is not a mapping (expected keys and values');
  expect(error.message).toContain(part);
});

test('readConfigText() reads a document for each servo, and passes over empty ones', () => {
  const documents = readConfigText('name: a\n---\n# nothing here\n---\nname: b\n---\n', {
    file: 'servo.yaml',
    env: {},
  });
  expect(documents.map(({ values }) => values)).toEqual([{ name: 'a' }, { name: 'b' }]);
  expect(documents[1]?.source.problem(['name'], { message: 'odd' })).toMatchObject({ file: 'servo.yaml', line: 5 });
});

test('readConfigText() does not expand aliases without end', () => {
  const level = (name: string, of: string): string => `${name}: &${name} [${Array(9).fill(`*${of}`).join(', ')}]\n`;
  const bomb = `a: &a [x, x]\n${level('b', 'a')}${level('c', 'b')}${level('d', 'c')}e: *d\n`;
  expect(failure(bomb)).toMatchObject({ code: 'CONFIGURATION_MALFORMED', message: expect.stringContaining('aliases') });
});

test('readConfigText() fills in variables everywhere but in keys and comments', () => {
  const text = '# ${NO}\n${KEY}: "${HOST}:${PORT:-80}"\nlist: [ "${HOST}", \'${HOST}\' ]\nblock: |\n  at ${HOST}\n';
  expect(read(text, { HOST: 'web' })).toEqual({
    '${KEY}': 'web:80',
    list: ['web', 'web'],
    block: 'at web\n',
  });
});

test('readConfigText() names every variable that is not set, and where', () => {
  const { problems } = failure('a: ${FIRST}\nb:\n  c: x ${SECOND}\n');
  expect(problems.map(({ line, column, message, hint }) => [line, column, message, hint])).toEqual([
    [1, 4, 'the environment variable FIRST is not set', 'set it, or write ${FIRST:-default}'],
    [3, 8, 'the environment variable SECOND is not set', 'set it, or write ${SECOND:-default}'],
  ]);
});

test('readConfigText() names what is no reference to a variable, and where', () => {
  const [problem] = failure('a: 1\nb:\n  c: x ${HOST-web}\n').problems;
  expect(problem).toMatchObject({
    line: 3,
    column: 8,
    message: 'what begins with ${ here is no reference to a variable',
  });
});

test('readConfigText() leaves references as they are written where there are no variables', () => {
  const [{ values }] = readConfigText('a: ${HOST}\n', { file: 'servo.yaml', env: undefined });
  expect(values).toEqual({ a: '${HOST}' });
});

test('readConfigText() keeps keys that objects have by nature', () => {
  const values = read('__proto__: {polluted: true}\nconstructor: 1\n');
  expect(Object.keys(values)).toEqual(['__proto__', 'constructor']);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined(); // any name may be asked for
});
