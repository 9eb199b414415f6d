import { expect, test } from 'vitest';
import { alignedRange, rangeChunks, stepOf } from './range-chunks.js';

test.for([
  [60_000, { step: 1_000, interval: 15_000 }, 1_000],
  [60_000, { interval: 5_000 }, 5_000],
  [60_000, {}, 15_000],
  [3_000, { interval: 15_000 }, 3_000],
  [60_000, { step: 333.4 }, 333],
  [60_000, { step: 1 }, 1],
  [60_000, { interval: 333.4 }, 334],
  [0.5, {}, 1],
  [86_400_000 * 30, { interval: 15_000 }, 235_658],
] as const)('stepOf() of %d ms by %j is %i', ([length, options, step]) => {
  expect(stepOf(length, options)).toBe(step);
});

test.each([
  ['on multiples of the step', [1_001, 20_999], [2_000, 20_000]],
  ['on its ends that are such', [2_000, 11_000], [2_000, 11_000]],
  ['back from the end where they are few', [1_001, 9_999], [1_999, 9_999]],
  ['at both ends where it is a multiple long', [1_300, 6_300], [1_300, 6_300]],
  ['back from the end of less than two steps', [1_100, 2_900], [1_900, 2_900]],
  ['at the end of less than a step', [1_100, 1_900], [1_900, 1_900]],
])('alignedRange() has the points of a stretch %s', (_, [start = 0, end = 0], [first, last]) => {
  expect(alignedRange({ start, end, step: 1_000 })).toEqual({ start: first, end: last, step: 1_000 });
});

test('rangeChunks() has every point once, and no more in a part than a server gives', () => {
  const range = { start: 1_000, end: 25_001_000, step: 1_000 };
  const chunks = rangeChunks(range);
  const points = chunks.map(({ start, end, step }) => Math.floor((end - start) / step) + 1);
  expect(points).toEqual([11_000, 11_000, 3_001]);
  expect(chunks.map(({ start }) => start)).toEqual([1_000, 11_001_000, 22_001_000]);
  const odd = rangeChunks({ start: 0, end: 1e7, step: stepOf(1e7, { step: 333.4 }) });
  expect(odd.map(({ start, end, step }) => (end - start) / step + 1)).toEqual([
    11_000,
    11_000,
    expect.closeTo(8_031, 0),
  ]);
  expect(rangeChunks({ start: 5, end: 5, step: 10 })).toHaveLength(1);
});
