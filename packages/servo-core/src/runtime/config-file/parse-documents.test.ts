import { expect, test } from 'vitest';
import { ConfigurationError } from '../../errors/configuration-error.js';
import { parseDocuments } from './parse-documents.js';

function message(text: string): string {
  try {
    parseDocuments(text, 'servo.yaml');
  } catch (error) {
    if (error instanceof ConfigurationError && error.code === 'CONFIGURATION_MALFORMED') return error.message;
    throw error;
  }
  throw new ConfigurationError([{ message: 'nothing was refused' }]);
}

test.for<readonly [what: string, text: string, ...parts: readonly string[]]>([
  ['a tab', 'a:\n\tb: 1\n', 'servo.yaml:2:1: ', 'Tabs are not allowed'],
  ['a key twice', 'a: 1\nb: 2\na: 3\n', 'servo.yaml:3:1: the key "a" stands in line 1 already; keep one of the two'],
  [
    'a key twice in a mapping',
    'a: 1\nb:\n  c: 2\n  "a": 4\n  a: 3\n',
    'servo.yaml:5:3: the key "a" stands in line 4 already',
  ],
  ['a key twice on a line', 'b: {c: 1, c: 2}\n', 'servo.yaml:1:11: the key "c" stands in line 1 already'],
  ['a double quote that is not closed', 'a: "b\n', 'servo.yaml:1:4: ', 'a quote " is not closed'],
  ['a single quote that is not closed', "a: 'b\n", 'servo.yaml:1:4: ', "a quote ' is not closed"],
  ['a bracket that is not closed', 'a: [1, 2\n', 'servo.yaml:1:4: a bracket is not closed by ]'],
  ['a brace that is not closed', 'a: 1\nb: {c: [1]\n', 'servo.yaml:2:4: a bracket is not closed by }'],
  ['an unknown tag', 'a: !secret b\n', 'servo.yaml:1:4: a tag that means nothing here'],
  [
    'an alias without an anchor',
    'a:\n  b: *c\n',
    'servo.yaml:2:6: an alias that refers to nothing',
    'write the anchor',
  ],
  ['an alias before its anchor', 'a: *c\nb: &c 1\n', 'servo.yaml:1:4: an alias that refers to nothing'],
  ['a mapping as a key', 'a:\n  {{ .Values.b }}\n', 'servo.yaml:2:4: a key is a list or mapping', 'template'],
  ['a variable without quotes in braces', 'a: {b: ${C}}\n', 'servo.yaml:1:', 'put ${…} in quotes'],
])('parseDocuments() says where %s is', ([, text, ...parts]) => {
  const said = message(text);
  for (const part of parts) expect(said).toContain(part);
});

test('parseDocuments() tells the problems of all lines, and one of each', () => {
  const lines = message('a: !x 1\nb: !y 2\nc: {d: ${E}, f: ${G}}\n').split('\n');
  expect(lines.map((line) => line.split(':')[1])).toEqual(['1', '2', '3']);
});

test.for([1_000, 20_000])('parseDocuments() refuses a file that is nested %d times', (depth) => {
  expect(message(`a: ${'['.repeat(depth)}${']'.repeat(depth)}\n`)).toContain('the file is nested too deeply');
});

test('parseDocuments() finds all documents', () => {
  expect(parseDocuments('a: 1\n---\nb: 2\n', 'servo.yaml').documents).toHaveLength(2);
  expect(parseDocuments('# nothing\n', 'servo.yaml').documents).toHaveLength(0);
});

test.each([
  '*SeCrEt123',
  '!SeCrEt123 x',
  '|SeCrEt123',
  '>SeCrEt123',
  '%SeCrEt123',
  '@SeCrEt123',
  '"SeCrEt123" x',
  '[SeCrEt123',
])('parseDocuments() does not repeat %s, which may be a password without quotes', (token) => {
  expect(message(`token: ${token}\n`)).not.toContain('SeCrEt123');
});
