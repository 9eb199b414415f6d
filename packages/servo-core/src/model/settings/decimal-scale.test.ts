import { expect, test } from 'vitest';
import { decimalScale } from './decimal-scale.js';

test.each([
  [0.1, 1n],
  [-0.5, -5n],
  [12, 120n],
  [0, 0n],
])('decimalScale() counts %d as its shortest text says', (number, units) => {
  const scale = decimalScale(0.1, number);
  expect(scale.toUnits(number)).toBe(units);
  expect(scale.toNumber(units)).toBe(number);
});

test('decimalScale() reads numbers that are written with an exponent', () => {
  const scale = decimalScale(1e-7, 1.5e21, 2.5);
  expect(scale.toUnits(1e-7)).toBe(1n);
  expect(scale.toUnits(2.5)).toBe(25_000_000n);
  expect(scale.toUnits(1.5e21)).toBe(15n * 10n ** 27n);
  expect(scale.toNumber(15n * 10n ** 27n)).toBe(1.5e21);
});

test('decimalScale() makes sums free of rounding errors', () => {
  const scale = decimalScale(0.1, 0.2);
  expect(0.1 + 0.2).not.toBe(0.3);
  expect(scale.toNumber(scale.toUnits(0.1) + scale.toUnits(0.2))).toBe(0.3);
});
