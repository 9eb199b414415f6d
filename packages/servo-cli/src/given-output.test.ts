import { expect, test } from 'vitest';
import { givenOutput } from './given-output.js';

test.for<[line: string, output: string | undefined]>([
  ['plan', undefined],
  ['plan -o json', 'json'],
  ['plan -ojson', 'json'],
  ['plan -qo=yaml', 'yaml'],
  ['plan --output json', 'json'],
  ['--output=yaml plan', 'yaml'],
  ['plan -o json -o yaml', 'yaml'],
  ['plan -o', undefined],
  ['plan -- -o json', undefined],
])('givenOutput() of "%s"', ([line, output]) => {
  expect(givenOutput(line.split(' '))).toBe(output);
});
