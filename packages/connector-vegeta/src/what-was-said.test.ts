import { expect, test } from 'vitest';
import { whatWasSaid } from './what-was-said.js';

test.each<[lines: readonly string[], said: string]>([
  [[], ', without a word'],
  [['out of files'], ': out of files'],
  [['a', 'b', 'c', 'd'], ': b; c; d'],
  [
    ['invalid value "x" for flag -rate: bad', 'Usage of vegeta attack:', '  -body string', '\tRequests body file'],
    ': invalid value "x" for flag -rate: bad',
  ],
  [['Usage: cat [FILE]', 'Try more'], ': Usage: cat [FILE]; Try more'],
])('whatWasSaid() of %j is %j', (lines, said) => {
  expect(whatWasSaid(lines)).toBe(said);
});
