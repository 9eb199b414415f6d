import { expect, test } from 'vitest';
import { shareError, shareErrorAt, shareMean } from './share.js';

const failures = (hits: number, count: number) => ({ mean: (100 * hits) / count, share: { count, whole: 100 } });

test.each([
  [[failures(0, 450)], 0.2212],
  [[failures(0, 450), failures(0, 450)], 0.1109],
  [[failures(5, 450)], 0.5395],
  [[failures(450, 450)], 0.2212],
])('shareError() of %j in percent is %d', (samples, expected) => {
  expect(shareError(samples)).toBeCloseTo(expected, 3);
});

test('shareError() shrinks with what was counted, and never to nothing', () => {
  const errors = [10, 100, 10_000].map((count) => shareError([failures(0, count)]) ?? 0);
  expect(errors).toEqual(errors.toSorted((a, b) => b - a));
  expect(errors.at(-1)).toBeGreaterThan(0);
});

test('shareError() is not known where one of the measurements is no share', () => {
  expect(shareError([failures(0, 450), { mean: 0 }])).toBeUndefined();
  expect(shareError([])).toBeUndefined();
});

test('shareErrorAt() is that of the limit, whatever was seen', () => {
  expect(shareErrorAt([failures(0, 450)], 0.1)).toBeCloseTo(100 * Math.sqrt((0.001 * 0.999) / 450), 9);
  expect(shareErrorAt([failures(0, 450)], 100)).toBe(0);
  expect(shareErrorAt([{ mean: 0 }], 1)).toBeUndefined();
});

test('shareMean() gives each measurement the weight of what it counted', () => {
  expect(shareMean([failures(0, 900), failures(3, 100)])).toBeCloseTo(0.3, 9);
  expect(shareMean([failures(0, 900), { mean: 3 }])).toBeUndefined();
});
