import { expect, test } from 'vitest';
import { take } from './take.js';

test('take() keeps accepted values only, up to a count', () => {
  expect(take([1, 2, 3, 4, 5, 6], { accept: (value) => value % 2 === 0, count: 2 })).toEqual([2, 4]);
});

test('take() gives up on an endless sequence at its limit', () => {
  function* forever() {
    for (;;) yield 1;
  }
  expect(take(forever(), { accept: () => false, limit: 10 })).toEqual([]);
});
