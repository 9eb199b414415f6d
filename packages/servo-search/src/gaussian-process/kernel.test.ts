import { expect, test } from 'vitest';
import { covariance } from './kernel.js';
import { matern } from './matern.js';

const settings = { lengths: [0.5, 2], signal: 3, offset: 0.25, categorical: [false, true] };

test('covariance() of a point with itself is the whole variance', () => {
  expect(covariance([0.3, 1], [0.3, 1], settings)).toBe(3.25);
});

test('covariance() falls with the distance in lengths', () => {
  expect(covariance([0, 1], [0.5, 1], settings)).toBeCloseTo(0.25 + 3 * matern(1), 12);
});

test('covariance() sees two categories as apart, however far their numbers', () => {
  const near = covariance([0, 0], [0, 1], settings);
  expect(near).toBe(covariance([0, 0], [0, 7], settings));
  expect(near).toBeCloseTo(0.25 + 3 * matern(0.5), 12);
});
