import { expect, test } from 'vitest';
import { random } from './random.js';

const draw = (seed: number, count: number) => {
  const source = random(seed);
  return Array.from({ length: count }, () => source());
};

test('random() repeats itself for a seed and differs between seeds', () => {
  expect(draw(1, 5)).toEqual(draw(1, 5));
  expect(draw(1, 5)).not.toEqual(draw(2, 5));
});

test('random() fills [0, 1) evenly', () => {
  const values = draw(3, 10_000);
  const tenths = Map.groupBy(values, (value) => Math.floor(10 * value));
  expect(tenths.size).toBe(10);
  for (const [, tenth] of tenths) expect(Math.abs(tenth.length - 1000)).toBeLessThan(150);
});
