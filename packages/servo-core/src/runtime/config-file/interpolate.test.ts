import { expect, test } from 'vitest';
import { interpolate } from './interpolate.js';

const env = { HOST: 'web', PORT: '80', EMPTY: '' };

test.for([
  ['plain', 'plain'],
  ['${HOST}', 'web'],
  ['http://${HOST}:${PORT}/', 'http://web:80/'],
  ['${UNSET:-fallback}', 'fallback'],
  ['${UNSET:-}', ''],
  ['${EMPTY:-fallback}', 'fallback'],
  ['${HOST:-fallback}', 'web'],
  ['$${HOST}', '${HOST}'],
  ['$HOST', '$HOST'],
  ['a $$ b', 'a $$ b'],
])('interpolate() makes %j into %j', ([text = '', expected]) => {
  expect(interpolate(text, env)).toMatchObject({ text: expected, missing: [], malformed: [] });
});

test('interpolate() names what is not set', () => {
  expect(interpolate('${A} ${HOST} ${B} ${EMPTY}', env).missing).toEqual(['A', 'B', 'EMPTY']);
});

test.for([
  ['${}', '${}'],
  ['a ${1A} b', '${1A}'],
  ['${HOST-dflt}', '${HOST-dflt}'],
  ['${HOST:?must}', '${HOST:?must}'],
  ['${HOST', '${HOST'],
  ['${UNSET:-${HOST}}', '${UNSET:-${HOST}'],
])('interpolate() tells that %j is no reference', ([text = '', malformed]) => {
  expect(interpolate(text, env)).toMatchObject({ text, malformed: [malformed] });
});

test('interpolate() does not fill in what a variable holds', () => {
  expect(interpolate('${A}', { A: '${B}', B: 'no' }).text).toBe('${B}');
});

test('interpolate() tells whether anything was filled in, and by which variables', () => {
  const variables = ['$${A}', '${A:-1}', '${PORT}'].map((text) => interpolate(text, env).variables);
  expect(variables).toEqual([undefined, [], ['PORT']]);
});
