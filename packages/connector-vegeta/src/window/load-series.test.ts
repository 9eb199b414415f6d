import { expect, test } from 'vitest';
import { sampleResults } from '../../test/sample-result.js';
import type { AttackResult } from '../raw/attack-result.js';
import { loadSeries } from './load-series.js';
import { LoadWindow } from './load-window.js';

/** The series of a window of so many seconds at 100 requests per second. */
function seriesOf(seconds: number, change?: (seq: number) => Partial<AttackResult>) {
  const window = new LoadWindow({ gap: 10, warmup: 0, duration: seconds * 1_000, interval: 1_000 });
  for (const result of sampleResults(seconds * 100, change)) window.add(result);
  return loadSeries(window);
}

test('loadSeries() has a point for each interval', () => {
  const series = seriesOf(3, (seq) => (seq >= 100 && seq < 150 ? { code: 503, bytesIn: 0, latency: 30_000_000 } : {}));
  expect(series.get('throughput')).toEqual([
    [1_000, 6_000],
    [2_000, 3_000],
    [3_000, 6_000],
  ]);
  const values = (name: string) => series.get(name)?.map(([, value]) => value);
  expect(values('error_rate')).toEqual([0, 50, 0]);
  expect(values('success_rate')).toEqual([100, 50, 100]);
  expect(values('latency_mean')).toEqual([10, 20, 10]);
  expect(values('latency_total')).toEqual([1_000, 2_000, 1_000]);
  expect(values('bytes_in')).toEqual([500, 250, 500]);
});

test('loadSeries() takes as many intervals for a percentile as it needs', () => {
  const series = seriesOf(12, (seq) => ({ latency: (seq + 1) * 1_000_000 }));
  expect(series.get('latency_max')).toEqual([
    [5_000, 500],
    [12_000, 1_200],
  ]);
  expect(series.get('latency_min')).toEqual([
    [5_000, 1],
    [12_000, 501],
  ]);
  expect(series.get('latency_50th')?.[0]?.[1]).toBeCloseTo(250, 0);
});

test('loadSeries() counts redirects as successes and what has no answer as an error', () => {
  const codes = [200, 302, 404, 0];
  expect(seriesOf(1, (seq) => ({ code: codes[seq % 4] ?? 0 })).get('error_rate')).toEqual([[1_000, 50]]);
});

test('loadSeries() has no shares and latencies of an interval without requests', () => {
  const series = seriesOf(2, (seq) => (seq < 100 ? {} : { sentAt: 1_000_500 }));
  expect(series.get('throughput')).toEqual([
    [1_000, 12_000],
    [2_000, 0],
  ]);
  expect(series.get('error_rate')).toHaveLength(1);
  expect(series.get('latency_mean')).toHaveLength(1);
});
