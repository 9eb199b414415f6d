import { expect, test } from 'vitest';
import { logNormalCdf, logNormalDensity, normalCdf } from './normal-distribution.js';

test.each([
  [0, 0.5],
  [1, 0.841344746],
  [-1.959963985, 0.025],
  [-3, 0.001349898],
  [6, 1],
])('normalCdf(%f) is the tabulated %f', (z, probability) => {
  expect(normalCdf(z)).toBeCloseTo(probability, 6);
});

test.each([
  [-5, -15.06499839],
  [-6.5, -23.93825],
  [-10, -53.23128515],
  [-40, -804.608442],
])('logNormalCdf(%f) is the tabulated %f, far in the tail', (z, logarithm) => {
  expect(logNormalCdf(z)).toBeCloseTo(logarithm, 3);
});

test('logNormalCdf() goes on without a jump where its formula changes', () => {
  expect(logNormalCdf(-6 - 1e-9)).toBeCloseTo(logNormalCdf(-6 + 1e-9), 4);
});

test('logNormalDensity() is that of the bell curve', () => {
  expect(Math.exp(logNormalDensity(0))).toBeCloseTo(0.39894228, 8);
  expect(Math.exp(logNormalDensity(2))).toBeCloseTo(0.053990967, 8);
});
