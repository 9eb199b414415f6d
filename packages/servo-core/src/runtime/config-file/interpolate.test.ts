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
  ['$HOST ${} ${1A}', '$HOST ${} ${1A}'],
  ['a $$ b', 'a $$ b'],
])('interpolate() makes %j into %j', ([text = '', expected]) => {
  expect(interpolate(text, env)).toMatchObject({ text: expected, missing: [] });
});

test('interpolate() names what is not set', () => {
  expect(interpolate('${A} ${HOST} ${B} ${EMPTY}', env).missing).toEqual(['A', 'B', 'EMPTY']);
});

test('interpolate() does not fill in what a variable holds', () => {
  expect(interpolate('${A}', { A: '${B}', B: 'no' }).text).toBe('${B}');
});

test('interpolate() tells whether anything was filled in, and by which variables', () => {
  const variables = ['$${A}', '${A:-1}', '${PORT}'].map((text) => interpolate(text, env).variables);
  expect(variables).toEqual([undefined, [], ['PORT']]);
});
