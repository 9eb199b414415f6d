import { expect, test } from 'vitest';
import { loadMetricNames } from '../load-metrics.js';
import type { Sample } from './sample.js';
import { windowSeries } from './window-series.js';

const fourSeconds = { duration: 4_000, interval: 1_000 };

function sentOnTime(at: number, rest: Partial<Sample>): Sample {
  return { at, sentAt: at, ...rest };
}

/** Requests at an even rate that all take 5 ms. */
function evenly(rate: number, seconds: number): Sample[] {
  return Array.from({ length: rate * seconds }, (_, index) => sentOnTime((index * 1_000) / rate, { latency: 5 }));
}

test('windowSeries() has points for every metric', () => {
  const series = windowSeries(evenly(60, 4), fourSeconds);
  expect(Object.keys(series).toSorted()).toEqual(loadMetricNames.toSorted());
  expect(Object.values(series).every((points) => points.length > 0)).toBe(true);
});

test('windowSeries() tells throughput per minute, errors in percent and the mean for each interval', () => {
  const samples: Sample[] = [
    sentOnTime(0, { latency: 10 }),
    sentOnTime(999, { latency: 30 }),
    sentOnTime(1_000, { latency: 2, error: 'status 500' }),
    sentOnTime(1_001, { latency: 4 }),
    sentOnTime(1_500, { error: 'ECONNRESET' }),
    sentOnTime(1_999, { latency: 6 }),
  ];
  const { throughput, error_rate, latency_mean } = windowSeries(samples, { duration: 2_000, interval: 1_000 });
  expect(throughput).toEqual([
    [1_000, 120],
    [2_000, 120],
  ]);
  expect(error_rate).toEqual([
    [1_000, 0],
    [2_000, 50],
  ]);
  expect(latency_mean).toEqual([
    [1_000, 20],
    [2_000, 4],
  ]);
});

test('windowSeries() gives one point to a percentile of fewer than 500 requests', () => {
  const slowest = sentOnTime(3_999, { latency: 80 });
  const { latency_50th, latency_max, latency_min } = windowSeries([...evenly(60, 4), slowest], fourSeconds);
  expect([latency_50th, latency_max, latency_min]).toEqual([[[4_000, 5]], [[4_000, 80]], [[4_000, 5]]]);
});

test('windowSeries() takes intervals together until a percentile stands for 500 requests; the rest joins the last', () => {
  const { latency_99th } = windowSeries(evenly(250, 7), { duration: 7_000, interval: 1_000 });
  expect(latency_99th).toEqual([
    [2_000, 5],
    [4_000, 5],
    [7_000, 5],
  ]);
});

test('windowSeries() gives a percentile a point in each interval of 500 requests', () => {
  const { latency_99th } = windowSeries(evenly(500, 4), fourSeconds);
  expect(latency_99th?.map(([offset]) => offset)).toEqual([1_000, 2_000, 3_000, 4_000]);
});

test('windowSeries() counts latencies for the 500, not requests whose connection failed', () => {
  const failed = evenly(500, 4).map(({ at, latency }, index) =>
    index % 2 === 0 ? { at, error: 'EPIPE' } : { at, latency },
  );
  expect(windowSeries(failed, fourSeconds)['latency_99th']?.map(([offset]) => offset)).toEqual([2_000, 4_000]);
});

test('windowSeries() leaves no points but a throughput of 0 where nothing was sent', () => {
  const { throughput, error_rate, latency_mean } = windowSeries([sentOnTime(0, { latency: 5 })], {
    duration: 2_000,
    interval: 1_000,
  });
  expect(throughput).toEqual([
    [1_000, 60],
    [2_000, 0],
  ]);
  expect([error_rate, latency_mean]).toEqual([[[1_000, 0]], [[1_000, 5]]]);
});

test('windowSeries() divides a window evenly when the interval does not fit', () => {
  const { throughput } = windowSeries(evenly(60, 4), { duration: 4_500, interval: 1_000 });
  expect(throughput?.map(([offset]) => offset)).toEqual([1_125, 2_250, 3_375, 4_500]);
  const short = windowSeries(evenly(60, 1), { duration: 500, interval: 1_000 });
  expect(short['throughput']?.map(([offset]) => offset)).toEqual([500]);
});

test('windowSeries() has no latency when every connection failed', () => {
  const { error_rate, latency_99th, latency_mean } = windowSeries([{ at: 5, error: 'ECONNREFUSED' }], fourSeconds);
  expect([error_rate, latency_99th, latency_mean]).toEqual([[[1_000, 100]], [], []]);
});

test('windowSeries() credits latency to when a request was due, throughput to when it was sent in the window', () => {
  const samples: Sample[] = [
    { at: 100, sentAt: 1_500, latency: 1_600 },
    { at: 200, latency: 2_300 },
    { at: 300, latency: 2_400, error: 'timed out' },
  ];
  const { throughput, error_rate, latency_max } = windowSeries(samples, { duration: 2_000, interval: 1_000 });
  expect(throughput).toEqual([
    [1_000, 0],
    [2_000, 60],
  ]);
  expect([error_rate, latency_max]).toEqual([[[1_000, 100 / 3]], [[2_000, 2_400]]]);
});
