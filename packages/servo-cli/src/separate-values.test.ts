import { expect, test } from 'vitest';
import type { Options } from 'yargs';
import { globalOptions } from './global-options.js';
import { separateValues } from './separate-values.js';

test.for<[line: string, separated: string]>([
  ['-cshop.yaml run', '-c shop.yaml run'],
  ['run -c=shop.yaml', 'run -c shop.yaml'],
  ['-qcshop.yaml run', '-q -c shop.yaml run'],
  ['-qc shop.yaml run', '-q -c shop.yaml run'],
  ['-ca=b', '-c a=b'],
  ['-c shop.yaml -q', '-c shop.yaml -q'],
  ['-c=', '-c='],
  ['--connector trace --no-color', '--connector trace --no-color'],
  ['trace replay -s5 -5', 'trace replay -s5 -5'],
  ['trace -- -cshop.yaml', 'trace -- -cshop.yaml'],
])('separateValues() of "%s"', ([line, separated]) => {
  expect(separateValues(line.split(' ')).join(' ')).toBe(separated);
});

test('separateValues() knows each option of every command that takes a value', () => {
  const letters = Object.values<Options>(globalOptions).flatMap(({ alias, type }) =>
    type === 'boolean' ? [] : (alias ?? []),
  );
  expect(letters).toContain('c');
  for (const letter of letters) expect(separateValues([`-${letter}value`])).toEqual([`-${letter}`, 'value']);
});
