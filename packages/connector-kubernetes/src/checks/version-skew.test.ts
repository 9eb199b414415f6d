import { expect, test } from 'vitest';
import { versionSkew } from './version-skew.js';

test.each([
  ['1', '28'],
  ['1', '37'],
  ['1', '30+'],
  ['1', '38'],
])('versionSkew() is content with %s.%s', (major, minor) => {
  expect(versionSkew({ major, minor })).toBeUndefined();
});

test.each([
  ['1', '27', 'expected 1.28 or newer'],
  ['0', '30', 'expected 1.28 or newer'],
  ['1', '39', 'expected 1.38 or older'],
  ['2', '0', 'expected 1.38 or older'],
])('versionSkew() is not content with %s.%s', (major, minor, problem) => {
  expect(versionSkew({ major, minor })).toContain(problem);
});
