import { expect, test } from 'vitest';
import { backoff } from './backoff.js';

const low = (): number => 0;
const high = (): number => 1 - Number.EPSILON;

test('backoff() stays between floor and cap over many attempts', () => {
  for (const floor of [1, 250, 1_000])
    for (const cap of [floor, 5_000, 60_000, 300_000])
      for (let attempt = 0; attempt < 2_000; attempt += attempt < 40 ? 1 : 97)
        for (const random of [low, high, Math.random]) {
          const wait = backoff(attempt, { floor, cap, random });
          expect(wait).toBeGreaterThanOrEqual(floor);
          expect(wait).toBeLessThanOrEqual(cap);
        }
});

test('backoff() doubles its range with each attempt until the cap', () => {
  const ends = [0, 1, 2, 3, 4, 5, 6, 50].map((attempt) => Math.round(backoff(attempt, { random: high })));
  expect(ends).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
});

test('backoff() spreads every wait over its range, the first one too', () => {
  for (const attempt of [0, 3, 10]) {
    const waits = [0, 0.5, 0.9].map((value) => backoff(attempt, { random: () => value }));
    expect(new Set(waits).size).toBe(3);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  }
});

test('backoff() lets a cap below the floor win', () => {
  expect(backoff(0, { cap: 200, random: low })).toBe(200);
  expect(backoff(9, { cap: 200, random: high })).toBe(200);
});
