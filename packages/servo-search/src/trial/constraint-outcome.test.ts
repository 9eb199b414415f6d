import { expect, test } from 'vitest';
import { constraintOutcome } from './constraint-outcome.js';

test('constraintOutcome() is zero on the limit and positive beyond it, on either side', () => {
  expect(constraintOutcome({ value: 150, limit: 150, bound: 'upper' }).logRatio).toBe(0);
  expect(constraintOutcome({ value: 300, limit: 150, bound: 'upper' }).logRatio).toBeCloseTo(Math.LN2, 12);
  expect(constraintOutcome({ value: 50, limit: 100, bound: 'lower' }).logRatio).toBeCloseTo(Math.LN2, 12);
});

test('constraintOutcome() carries the standard error over as a share of the value', () => {
  const outcome = constraintOutcome({ value: 180, limit: 150, bound: 'upper', standardError: 9 });
  expect(outcome.standardError).toBeCloseTo(0.05, 12);
});

test('constraintOutcome() counts zero as a hundredth of the limit', () => {
  expect(constraintOutcome({ value: 0, limit: 0.01, bound: 'upper' }).logRatio).toBeCloseTo(Math.log(0.01), 12);
  expect(constraintOutcome({ value: 0, limit: 100, bound: 'lower' }).logRatio).toBeCloseTo(Math.log(100), 12);
});

test.each([
  { value: Number.NaN, limit: 1 },
  { value: -1, limit: 1 },
  { value: 1, limit: 0 },
])('constraintOutcome() refuses $value against $limit', (numbers) => {
  const outcome = () => constraintOutcome({ ...numbers, bound: 'upper' });
  expect(outcome).toThrow(expect.objectContaining({ code: 'SEARCH_OPTION_INVALID' }));
});
