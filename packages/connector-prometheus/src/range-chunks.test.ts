import { expect, test } from 'vitest';
import { alignedRange, rangeChunks, stepOf } from './range-chunks.js';

test.for([
  [60_000, { step: 1_000, interval: 15_000 }, 1_000],
  [60_000, { interval: 5_000 }, 5_000],
  [60_000, {}, 15_000],
  [3_000, { interval: 15_000 }, 3_000],
  [86_400_000 * 30, { interval: 15_000 }, 235_658],
] as const)('stepOf() of %i ms by %j is %i', ([length, options, step]) => {
  expect(stepOf(length, options)).toBe(step);
});

test('alignedRange() asks about multiples of the step that lie within, where there are two', () => {
  expect(alignedRange({ start: 1_001, end: 9_999, step: 1_000 })).toEqual({ start: 2_000, end: 9_000, step: 1_000 });
  expect(alignedRange({ start: 2_000, end: 9_000, step: 1_000 })).toEqual({ start: 2_000, end: 9_000, step: 1_000 });
  expect(alignedRange({ start: 1_001, end: 2_999, step: 1_000 })).toEqual({ start: 1_001, end: 2_999, step: 1_000 });
});

test('rangeChunks() has every point once, and no more in a part than a server gives', () => {
  const range = { start: 1_000, end: 25_001_000, step: 1_000 };
  const chunks = rangeChunks(range);
  const points = chunks.map(({ start, end, step }) => Math.floor((end - start) / step) + 1);
  expect(points).toEqual([11_000, 11_000, 3_001]);
  expect(chunks.map(({ start }) => start)).toEqual([1_000, 11_001_000, 22_001_000]);
  expect(rangeChunks({ start: 5, end: 5, step: 10 })).toHaveLength(1);
});
