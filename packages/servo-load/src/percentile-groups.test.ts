import { expect, test } from 'vitest';
import { percentileGroups } from './percentile-groups.js';

function grouped(...requests: readonly number[]): readonly (readonly number[])[] {
  return percentileGroups(requests, (each) => each);
}

test('percentileGroups() takes intervals together until they have 500 requests, and the rest with the last', () => {
  expect(grouped(250, 250, 250, 250, 250, 250, 250)).toEqual([
    [250, 250],
    [250, 250],
    [250, 250, 250],
  ]);
  expect(grouped(500, 499, 1, 0)).toEqual([[500], [499, 1, 0]]);
});

test('percentileGroups() makes one group of a window with few requests', () => {
  expect(grouped(60, 60, 0)).toEqual([[60, 60, 0]]);
  expect(grouped()).toEqual([[]]);
});
