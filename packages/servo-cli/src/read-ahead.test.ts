import { expect, test } from 'vitest';
import { readAhead } from './read-ahead.js';

test.for<[line: string, words: readonly string[], configFile?: string]>([
  ['run', ['run']],
  ['-c shop.yaml trace replay', ['trace', 'replay'], 'shop.yaml'],
  ['--config-file=run trace --name shop replay', ['trace', 'replay'], 'run'],
  ['-cshop.yaml trace', ['trace'], 'shop.yaml'],
  ['-c=shop.yaml trace', ['trace'], 'shop.yaml'],
  ['-qcshop.yaml trace', ['trace'], 'shop.yaml'],
  ['-qc shop.yaml trace', ['trace'], 'shop.yaml'],
  ['-nshop -ojson trace', ['trace']],
  ['--quiet -o json trace', ['trace']],
  ['--help', []],
  ['trace -- replay', ['trace']],
  ['trace -c', ['trace']],
  ['', []],
])('readAhead() of "%s"', ([line, words, configFile]) => {
  expect(readAhead(line.split(' ').filter(Boolean))).toMatchObject({ words, configFile });
});
