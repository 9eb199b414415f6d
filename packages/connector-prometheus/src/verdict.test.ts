import { expect, test } from 'vitest';
import type { Series } from './series.js';
import { isWithoutTraffic, verdictOf, type VerdictOptions } from './verdict.js';

const options: VerdictOptions = {
  query: 'rate(requests_total[1m])',
  start: 0,
  end: 60_000,
  step: 15_000,
  interval: 15_000,
  stale: 45_000,
};
const series = (...values: readonly number[]): Series => ({
  labels: {},
  points: values.map((value, index) => [index * 15_000, value]),
});

test('verdictOf() keeps finite numbers alone, and no series without any', async () => {
  expect(await verdictOf([series(1, Number.NaN, 3, Infinity, 5), series(Number.NaN)], options)).toEqual({
    series: [
      {
        labels: {},
        points: [
          [0, 1],
          [30_000, 3],
          [60_000, 5],
        ],
      },
    ],
  });
});

test.for<[why: string, all: readonly Series[], more: Partial<VerdictOptions>]>([
  ['no-data', [], {}],
  ['no-data', [series()], {}],
  ['window-too-short', [], { query: 'sum(rate(a[5m])) / sum(rate(b[20s]))' }],
  ['not-a-number', [series(Number.NaN, -Infinity)], {}],
  ['stale', [series(1)], {}],
  ['stale', [series(1, 2, 3, 4, 5)], { sampledAt: 10_000 }],
  ['stale', [series(1, 2, 3, 4)], { stale: 10_000 }],
  ['too-few-points', [{ labels: {}, points: [[60_000, 1]] }], {}],
])('verdictOf() says %s', async ([absent, all, more]) => {
  expect(await verdictOf(all, { ...options, ...more })).toEqual({ absent });
});

test('verdictOf() takes as many series as an answer may hold', async () => {
  const many = Array.from({ length: 200_000 }, () => series(1, 2, 3, 4, 5));
  expect(await verdictOf(many, options)).toMatchObject({ series: { length: many.length } });
});

test('verdictOf() copies nothing where all are numbers', async () => {
  const whole = series(1, 2, 3, 4, 5);
  const verdict = await verdictOf([whole], options);
  expect('series' in verdict && verdict.series[0]).toBe(whole);
});

test('isWithoutTraffic() takes nothing, 0 and no number alike', () => {
  expect([[], [series(0, 0)], [series(Number.NaN)], [series(0, 1)]].map(isWithoutTraffic)).toEqual([
    true,
    true,
    true,
    false,
  ]);
});
