import { expect, test } from 'vitest';
import type { RangeParameter } from './parameter.js';
import { unitScale } from './unit-scale.js';

const range = (min: number, max: number, scale?: 'linear' | 'log'): RangeParameter => {
  const parameter = { kind: 'range', name: 'x', min, max, step: 1 } as const;
  return scale === undefined ? parameter : { ...parameter, scale };
};

test('unitScale() measures a wide positive range by ratio', () => {
  const unit = unitScale(range(1, 16));
  expect([1, 2, 4, 16].map(unit)).toEqual([0, 0.25, 0.5, 1]);
});

test('unitScale() measures narrow ranges, and those from zero, by difference', () => {
  expect([2, 3, 4].map(unitScale(range(2, 4)))).toEqual([0, 0.5, 1]);
  expect(unitScale(range(0, 100))(25)).toBe(0.25);
});

test('unitScale() follows the scale that is asked for', () => {
  expect(unitScale(range(1, 16, 'linear'))(8.5)).toBe(0.5);
  expect(unitScale(range(1, 2.25, 'log'))(1.5)).toBeCloseTo(0.5, 12);
});

test('unitScale() answers with a finite number for zero on a ratio scale', () => {
  expect(unitScale(range(1, 16))(0)).toBe(-1);
});

test('unitScale() tells the one value of a range without width from all others', () => {
  expect([2, 3, 4].map(unitScale(range(3, 3)))).toEqual([-1, 0, 1]);
});
