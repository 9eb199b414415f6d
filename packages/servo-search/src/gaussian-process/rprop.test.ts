import { expect, test } from 'vitest';
import { rprop } from './rprop.js';

test('rprop() finds the top of a stretched hill', () => {
  const hill = ([x = 0, y = 0]: readonly number[]) => ({
    value: -((x - 1) ** 2) - 100 * (y + 2) ** 2,
    gradient: [-2 * (x - 1), -200 * (y + 2)],
  });
  const [x, y] = rprop(hill, [0, 0], 100);
  expect(x).toBeCloseTo(1, 2);
  expect(y).toBeCloseTo(-2, 2);
});

test('rprop() never returns a place below its start', () => {
  const trap = ([x = 0]: readonly number[]) => ({ value: -Math.abs(x), gradient: [1] });
  expect(rprop(trap, [0])).toEqual([0]);
});
