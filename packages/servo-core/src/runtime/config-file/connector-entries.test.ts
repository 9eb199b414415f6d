import { expect, test } from 'vitest';
import { ConfigurationError } from '../../errors/configuration-error.js';
import { connectorEntries } from './connector-entries.js';
import { readConfigText } from './read-config-file.js';

const known = ['process', 'autocannon', 'prometheus'];

function entries(text: string, env: Readonly<Record<string, string>> = {}): readonly (readonly [string, string])[] {
  const document = readConfigText(text, { file: 'servo.yaml', env })[0];
  return connectorEntries(document, { env, known }).map(({ key, connector }) => [key, connector]);
}

function failure(text: string, env?: Readonly<Record<string, string>>): ConfigurationError {
  try {
    entries(text, env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new ConfigurationError([{ message: 'nothing was refused' }]);
}

test.for(['', 'connectors:\n'])('connectorEntries() takes every known connector with a stanza: %j', (connectors) => {
  expect(entries(`${connectors}autocannon: {}\nprocess: {a: 1}\n`)).toEqual([
    ['autocannon', 'autocannon'],
    ['process', 'process'],
  ]);
});

test('connectorEntries() takes a list, each once, in its order', () => {
  expect(entries('connectors: [process, autocannon, process]\nautocannon: {}\n')).toEqual([
    ['process', 'process'],
    ['autocannon', 'autocannon'],
  ]);
});

test('connectorEntries() takes names for connectors', () => {
  expect(entries('connectors: {prom-eu: prometheus, web: "@acme/servo/process"}\nprom-eu: {}\n')).toEqual([
    ['prom-eu', 'prometheus'],
    ['web', '@acme/servo/process'],
  ]);
});

test('connectorEntries() names a connector of a package by its own name', () => {
  expect(entries('connectors: ["@acme/servo/process"]\n')).toEqual([['process', '@acme/servo/process']]);
});

test('connectorEntries() gives what is not written as an empty stanza', () => {
  const document = readConfigText('connectors: [constructor, process]\n', { file: 'servo.yaml', env: {} })[0];
  const stanzas = connectorEntries(document, { env: {}, known }).map(({ stanza }) => stanza.value);
  expect(stanzas).toEqual([{}, {}]);
});

test.for(['["process"]', '{"process": "process"}'])(
  'connectorEntries() takes SERVO_CONNECTORS=%s over the file',
  (value) => {
    expect(entries('connectors: [autocannon]\nprocess: {}\n', { SERVO_CONNECTORS: value })).toEqual([
      ['process', 'process'],
    ]);
  },
);

test('connectorEntries() refuses a SERVO_CONNECTORS that is not JSON', () => {
  expect(failure('', { SERVO_CONNECTORS: 'process' }).message).toBe(
    'SERVO_CONNECTORS: has a wrong value (expected a list of connectors, or a mapping of names to connectors, found "process"); write JSON, for example \'["process"]\'',
  );
});

test.for<readonly [text: string, ...parts: readonly string[]]>([
  ['connectors: process\n', 'servo.yaml:1:13: connectors: ', 'a list of connectors', 'found "process"'],
  ['connectors: [process, 5]\n', 'servo.yaml:1:23: connectors[1]: ', 'expected a connector', 'found 5'],
  ['connectors: {a: [process]}\n', 'servo.yaml:1:17: connectors.a: ', 'found a list'],
  ['connectors: {"THIS IS NOT COOL": process}\n', 'servo.yaml:1:14: ', 'THIS IS NOT COOL'],
  ['connectors: {settings: process}\n', 'servo.yaml:1:14: connectors.settings: ', 'a key of servo.yaml'],
  ['connectors: [a/process, b/process]\n', '"a/process" and "b/process" are both named "process"'],
  [
    'connectors: {prometheus: process}\n',
    'servo.yaml:1:14: connectors.prometheus: ',
    'name of another connector',
    'such as process',
  ],
  ['conectors: [process]\n', 'servo.yaml:1:1: conectors: ', 'did you mean "connectors"?'],
  ['proces: {}\n', 'servo.yaml:1:1: proces: ', 'did you mean "process"?'],
  ['wholly_other: {}\n', 'known are name, description, ', 'prometheus'],
  ['connectors: [process]\nprocess: {}\nautocannon: {}\n', 'servo.yaml:3:1: ', 'not listed', 'add it to "connectors"'],
  [
    'connectors: [process, autocanon]\nprocess: {}\nautocannon: {}\n',
    'servo.yaml:1:23: connectors[1]: the connector "autocanon" is not installed; did you mean "autocannon"?',
  ],
])('connectorEntries() refuses %j', ([text, ...parts]) => {
  const { message } = failure(text);
  for (const part of parts) expect(message).toContain(part);
});

test('connectorEntries() tells all problems in the order of the file', () => {
  const { problems } = failure('nonsense: 1\nconnectors: [5, settings]\nproces: {}\n');
  expect(problems.map(({ line }) => line)).toEqual([1, 2, 2, 3]);
});

test.for<readonly [text: string, env: Readonly<Record<string, string>>, places: readonly object[]]>([
  ['connectors: [process]\n', {}, [{ file: 'servo.yaml', line: 1, column: 14, path: 'connectors[0]' }]],
  ['connectors:\n  web: process\n', {}, [{ file: 'servo.yaml', line: 2, column: 8, path: 'connectors.web' }]],
  ['name: a\nprocess: {}\n', {}, [{ file: 'servo.yaml', line: 2, column: 1, path: 'process' }]],
  ['', { SERVO_CONNECTORS: '["process"]' }, [{ path: 'SERVO_CONNECTORS[0]' }]],
  ['', { SERVO_CONNECTORS: '{"web": "process"}' }, [{ path: 'SERVO_CONNECTORS.web' }]],
])('connectorEntries() tells where a connector is asked for: %j %j', ([text, env, places]) => {
  const document = readConfigText(text, { file: 'servo.yaml', env })[0];
  const found = connectorEntries(document, { env, known }).map(({ place: { file, line, column, path } }) => {
    return { file, line, column, path };
  });
  expect(found).toEqual(places);
});

test('connectorEntries() lets a connector of a package have the name that it has by itself', () => {
  expect(entries('connectors: {process: "@acme/servo/process"}\n')).toEqual([['process', '@acme/servo/process']]);
});
