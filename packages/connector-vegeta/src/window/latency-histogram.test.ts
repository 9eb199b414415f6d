import { expect, test } from 'vitest';
import { LatencyHistogram, precision } from './latency-histogram.js';

/** Values of a spread that services have: from 50 µs to a minute. */
function sampleValues(count: number): readonly number[] {
  let state = 42;
  const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  return Array.from({ length: count }, () => Math.floor(50_000 * 1_200_000 ** random()));
}

function histogramOf(values: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const value of values) histogram.add(value);
  return histogram;
}

test('LatencyHistogram has exact counts, sums and extremes', () => {
  const { count, total, min, max } = histogramOf([3, 1, 70_000_000_000, 1]);
  expect([count, total, min, max]).toEqual([4, 70_000_000_005, 1, 70_000_000_000]);
});

test('percentile() is the nearest rank, as exact as is promised', () => {
  const values = sampleValues(10_007);
  const sorted = values.toSorted((a, b) => a - b);
  const histogram = histogramOf(values);
  for (const percent of [0, 0.01, 1, 25, 50, 90, 95, 99, 99.9, 99.99, 100]) {
    const exact = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0;
    expect(Math.abs(histogram.percentile(percent) - exact), String(percent)).toBeLessThanOrEqual(exact * precision);
  }
});

test('percentile() takes no rank too many for what floating point makes of a share', () => {
  const histogram = histogramOf(Array.from({ length: 1_000 }, (_, index) => (index < 999 ? 100 : 200)));
  expect(histogram.percentile(99.9)).toBe(100);
});

test('percentile() stays within what was there', () => {
  expect(histogramOf([1_000_003]).percentile(50)).toBe(1_000_003);
  expect(histogramOf([1_000_003, 1_000_003, 9_999_999]).percentile(1)).toBeGreaterThanOrEqual(1_000_003);
});

test('merge() counts what both counted', () => {
  const values = sampleValues(2_000);
  const merged = histogramOf(values.slice(0, 700));
  merged.merge(histogramOf(values.slice(700)));
  const whole = histogramOf(values);
  expect([...merged.buckets()]).toEqual([...whole.buckets()]);
  expect([merged.count, merged.total, merged.min, merged.max]).toEqual([
    whole.count,
    whole.total,
    whole.min,
    whole.max,
  ]);
});

test('buckets() ascend, and hold every value', () => {
  const buckets = [...histogramOf([0, 255, 256, 511, 512, 2 ** 31, 2 ** 40]).buckets()];
  const values = buckets.map(({ value }) => value);
  expect(values).toEqual(values.toSorted((a, b) => a - b));
  expect(buckets.map(({ count }) => count)).toEqual([1, 1, 1, 1, 1, 1, 1]);
});
