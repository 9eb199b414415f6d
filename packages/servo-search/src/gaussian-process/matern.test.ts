import { expect, test } from 'vitest';
import { matern, maternSlope } from './matern.js';

test('matern() is 1 at no distance, a known value at distance 1, and 0 far away', () => {
  expect(matern(0)).toBe(1);
  expect(matern(1)).toBeCloseTo((1 + Math.sqrt(5) + 5 / 3) * Math.exp(-Math.sqrt(5)), 12);
  expect(matern(40)).toBeLessThan(1e-30);
});

test('maternSlope() is minus two times the derivative by the squared distance', () => {
  const step = 1e-6;
  const derivative = (matern(Math.sqrt(0.5 + step)) - matern(Math.sqrt(0.5 - step))) / (2 * step);
  expect(maternSlope(Math.sqrt(0.5))).toBeCloseTo(-2 * derivative, 7);
});
