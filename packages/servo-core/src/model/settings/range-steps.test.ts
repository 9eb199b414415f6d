import { expect, test } from 'vitest';
import { isOnStep, nearestStep } from './range-steps.js';

const tenths = { min: 0.1, max: 1, step: 0.1 };

test('nearestStep() gives clean numbers on every step', () => {
  const sums = Array.from({ length: 10 }, (_, index) => nearestStep(tenths, 0.1 + index * 0.1));
  expect(sums).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
});

test.each([
  [1, 3],
  [4.4, 3],
  [4.5, 6],
  [10, 9],
  [99, 9],
])('nearestStep() of %d on 3, 6, 9 (max 10) is %d', (value, nearest) => {
  expect(nearestStep({ min: 3, max: 10, step: 3 }, value)).toBe(nearest);
});

test('nearestStep() never goes beyond max, though the next step be nearer', () => {
  expect(nearestStep({ min: 3, max: 11, step: 3 }, 11)).toBe(9);
});

test('nearestStep() only keeps the bounds where there is no step', () => {
  const free = { min: 1, max: 2, step: 0 };
  expect([0, 1.7, 3].map((value) => nearestStep(free, value))).toEqual([1, 1.7, 2]);
  expect(nearestStep({ min: 5, max: 5, step: 0 }, 9)).toBe(5);
});

test('isOnStep() forgives rounding errors, at the bounds too, and nothing more', () => {
  expect(isOnStep(tenths, 0.1 + 0.2)).toBe(true);
  expect(isOnStep({ ...tenths, max: 0.3 }, 0.1 + 0.2)).toBe(true);
  expect(isOnStep(tenths, 0.30001)).toBe(false);
});

test('isOnStep() counts steps from min', () => {
  const odd = { min: 1, max: 9, step: 2 };
  expect([1, 3, 9].every((value) => isOnStep(odd, value))).toBe(true);
  expect([0, -1, 2, 11, Number.NaN, Infinity].some((value) => isOnStep(odd, value))).toBe(false);
});

test('isOnStep() finds nothing on a range that falls', () => {
  expect([1, 3, 5].some((value) => isOnStep({ min: 5, max: 1, step: 1 }, value))).toBe(false);
});
