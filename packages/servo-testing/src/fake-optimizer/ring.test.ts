import { expect, test } from 'vitest';
import { Ring } from './ring.js';

test.each([
  [3, [3, 4, 5]],
  [10, [1, 2, 3, 4, 5]],
  [0, []],
])('Ring keeps the newest %i', (capacity, expected) => {
  const ring = new Ring<number>(capacity);
  for (const each of [1, 2, 3, 4, 5]) ring.add(each);
  expect([...ring]).toEqual(expected);
  expect(ring.size).toBe(expected.length);
});

test('Ring.clear() starts anew', () => {
  const ring = new Ring<number>(2);
  for (const each of [1, 2, 3]) ring.add(each);
  ring.clear();
  for (const each of [4, 5, 6]) ring.add(each);
  expect([...ring]).toEqual([5, 6]);
});
