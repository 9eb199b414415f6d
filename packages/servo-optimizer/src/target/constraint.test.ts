import { expect, test } from 'vitest';
import { type Constraint, keeps } from './constraint.js';

const errors: Constraint = {
  condition: 'error_rate < 120% of baseline',
  metric: 'error_rate',
  unit: '%',
  bound: 'upper',
  strict: true,
  limit: 1.2,
  ofBaseline: true,
};

test.each([
  [{ bound: 'upper', strict: true }, 5, false],
  [{ bound: 'upper', strict: false }, 5, true],
  [{ bound: 'upper', strict: true }, 4.9, true],
  [{ bound: 'lower', strict: true }, 5, false],
  [{ bound: 'lower', strict: false }, 5.1, true],
] as const)('keeps() of %j with the value %d against 5 is %j', (changes, value, expected) => {
  expect(keeps({ ...errors, ofBaseline: false, ...changes }, value, 5)).toBe(expected);
});

test('keeps() lets a baseline of nothing keep its own limit, though not a limit of nothing that somebody wrote', () => {
  expect(keeps(errors, 0, 0)).toBe(true);
  expect(keeps({ ...errors, ofBaseline: false }, 0, 0)).toBe(false);
});
