import { expect, test } from 'vitest';
import { halton } from './halton.js';
import { take } from './take.js';

const draw = (dimensions: number, seed: number, count: number) =>
  take(halton(dimensions, seed), { accept: () => true, count });

test('halton() repeats itself for a seed and differs between seeds', () => {
  expect(draw(4, 1, 6)).toEqual(draw(4, 1, 6));
  expect(draw(4, 1, 6)).not.toEqual(draw(4, 2, 6));
});

test('halton() puts equally many points in each part of every axis', () => {
  const places = draw(3, 5, 900);
  for (const axis of [0, 1, 2]) {
    const thirds = Map.groupBy(places, (place) => Math.floor(3 * (place[axis] ?? 0)));
    expect(thirds.size).toBe(3);
    for (const [, third] of thirds) expect(Math.abs(third.length - 300)).toBeLessThanOrEqual(5);
  }
});

test('halton() does not run two late axes in step', () => {
  const places = draw(10, 1, 200);
  const product = places.reduce((sum, place) => sum + ((place[8] ?? 0) - 0.5) * ((place[9] ?? 0) - 0.5), 0);
  expect(Math.abs(product / places.length) * 12).toBeLessThan(0.2);
});
