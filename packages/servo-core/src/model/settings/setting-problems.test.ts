import { expect, test } from 'vitest';
import { enumSetting } from './enum-setting.js';
import { memorySetting } from './memory-setting.js';
import { rangeSetting } from './range-setting.js';
import { settingProblems } from './setting-problems.js';

const problemsOf = (min: number, max: number, step: number, value?: number): readonly string[] =>
  settingProblems(rangeSetting('x', { min, max, step, value }));

test.each([
  [3, 11, 3, 8, 'use min 5 or 2, or max 9 or 12'],
  [3, 13, 3, 10, 'use min 4 or 1, or max 12 or 15'],
  [1, 2, 3, 1, 'use min -1 or -4, or max 4 or 7'],
])('settingProblems() suggests bounds for %d to %d by %d', (min, max, step, difference, advice) => {
  expect(problemsOf(min, max, step)).toEqual([
    `x (range ${min}-${max}, step ${step}): the difference of ${difference} is not a multiple of the step; ${advice}`,
  ]);
});

test.each([
  ['a value above the range', [1, 5, 1, 10], 'the value 10 is outside the range 1-5'],
  ['a value below the range', [1, 5, 1, 0], 'the value 0 is outside the range 1-5'],
  ['a step where there is one value', [1, 1, 1], 'the step must be zero where min equals max'],
  ['bounds that fall', [1, 0, 1], 'min 1 is greater than max 0'],
  ['no step between two bounds', [1, 5, 0], 'the step cannot be zero'],
  ['a step down', [1, 5, -1], 'the step must be greater than zero'],
] as const)('settingProblems() names %s', (_, [min, max, step, value], problem) => {
  expect(problemsOf(min, max, step, value)).toEqual([expect.stringContaining(problem)]);
});

test.each([
  [5, 5, 0],
  [1, 5, 1],
  [0.1, 0.7, 0.1],
  [0.125, 4, 0.125],
  [0, 1, 0.2],
])('settingProblems() is silent about %d to %d by %d', (min, max, step) => {
  expect(problemsOf(min, max, step)).toEqual([]);
});

test('settingProblems() lists all that is doubtful', () => {
  expect(problemsOf(3, 11, 3, 25)).toHaveLength(2);
});

test('settingProblems() doubts a memory of 0', () => {
  expect(settingProblems(memorySetting({ min: 0, max: 4, step: 1 }))).toEqual([
    'mem (range 0-4, step 1): nothing runs with a memory of 0; raise min',
  ]);
});

test('settingProblems() has nothing to say about an enumeration', () => {
  expect(settingProblems(enumSetting('gc', { values: ['g1'] }))).toEqual([]);
});
