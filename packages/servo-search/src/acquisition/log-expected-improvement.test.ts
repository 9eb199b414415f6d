import { expect, test } from 'vitest';
import { logExpectedImprovement } from './log-expected-improvement.js';

test('logExpectedImprovement() matches the closed form at the best value', () => {
  // At z = 0 the expectation is the deviation times the density at 0.
  expect(Math.exp(logExpectedImprovement({ mean: 3, deviation: 2 }, 3))).toBeCloseTo(2 * 0.39894228, 6);
});

test('logExpectedImprovement() is the plain difference where there is no doubt', () => {
  expect(Math.exp(logExpectedImprovement({ mean: 1, deviation: 1e-3 }, 3))).toBeCloseTo(2, 6);
});

test('logExpectedImprovement() stays finite, ordered and without a jump far in the tail', () => {
  const at = (mean: number) => logExpectedImprovement({ mean, deviation: 1 }, 0);
  expect(at(60)).toBeGreaterThan(Number.NEGATIVE_INFINITY);
  expect(at(50)).toBeGreaterThan(at(60));
  expect(at(6 - 1e-9)).toBeCloseTo(at(6 + 1e-9), 2);
});
