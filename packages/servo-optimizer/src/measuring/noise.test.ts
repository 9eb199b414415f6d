import { expect, test } from 'vitest';
import { Noise } from './noise.js';

const single = [{ mean: 100 }];
const series = [{ mean: 100, standardError: 2 }];

test('Noise knows nothing of a single number before anything was repeated', () => {
  const noise = new Noise([single]);
  expect(noise.known).toBe(false);
  expect(noise.of({ mean: 100 }, single)).toBeUndefined();
  expect(noise.ofMean(single)).toBeCloseTo(0.1, 9);
});

test('Noise takes the standard error of a series while nothing was repeated', () => {
  expect(new Noise([series]).ofMean(series)).toBeCloseTo(0.02, 9);
});

test('Noise learns from repeats what a single number may be off', () => {
  const repeats = [{ mean: 80 }, { mean: 120 }, { mean: 100 }];
  expect(new Noise([repeats, single]).of({ mean: 100 }, single)).toBeGreaterThan(0.12);
  const calm = [{ mean: 99 }, { mean: 101 }, { mean: 100 }];
  expect(new Noise([calm, single]).of({ mean: 100 }, single)).toBeLessThan(0.07);
});

test('Noise does not trust a calm series whose repeats differ', () => {
  const repeats = [
    { mean: 80, standardError: 1 },
    { mean: 120, standardError: 1 },
  ];
  expect(new Noise([repeats, series]).of({ mean: 100, standardError: 2 }, series)).toBeGreaterThan(0.1);
});

test('Noise of one configuration follows its own repeats more than those of others', () => {
  const wild = [{ mean: 50 }, { mean: 150 }, { mean: 100 }];
  const calm = [{ mean: 99 }, { mean: 101 }, { mean: 100 }];
  const noise = new Noise([wild, calm]);
  expect(noise.ofMean(calm)).toBeLessThan(0.6 * noise.ofMean(wild));
});

test('Noise of two repeats that are equal by chance is not below that of all', () => {
  const equal = [{ mean: 100 }, { mean: 100 }];
  const others = Array.from({ length: 5 }, () => [{ mean: 95 }, { mean: 105 }]);
  const noise = new Noise([equal, ...others]);
  expect(noise.of({ mean: 100 }, equal)).toBeGreaterThanOrEqual(noise.of({ mean: 100 }, [{ mean: 100 }]) ?? 0);
});

test('Noise shrinks with the number of measurements', () => {
  const noise = new Noise([[{ mean: 95 }, { mean: 105 }]]);
  expect(noise.ofMean([{ mean: 100 }, { mean: 100 }, { mean: 100 }, { mean: 100 }])).toBeLessThan(
    noise.ofMean(single) / 2,
  );
});
