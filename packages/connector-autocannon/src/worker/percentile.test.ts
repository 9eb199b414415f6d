import { expect, test } from 'vitest';
import { percentile } from './percentile.js';

const hundred = Float64Array.from({ length: 100 }, (_, index) => index + 1);

test.each([
  [0, 1],
  [50, 50],
  [90, 90],
  [99, 99],
  [99.9, 100],
  [100, 100],
])('percentile() finds the nearest rank of %d %% in 1 to 100', (percent, value) => {
  expect(percentile(hundred, percent)).toBe(value);
});

test('percentile() of one number is that number', () => {
  expect(percentile(Float64Array.of(7), 99)).toBe(7);
});
