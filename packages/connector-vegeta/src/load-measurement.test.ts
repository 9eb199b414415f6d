import type { TimeSeries } from '@servo/core';
import { loadMetrics } from '@servo/load';
import { expect, test } from 'vitest';
import { sampleJob } from '../test/sample-job.js';
import { sampleResults } from '../test/sample-result.js';
import { AttackTally } from './attack-tally.js';
import { loadMeasurement } from './load-measurement.js';
import { loadMetricNames } from './load-metrics.js';
import type { AttackResult } from './raw/attack-result.js';

function measured(count: number, change?: (seq: number) => Partial<AttackResult>, job = sampleJob()) {
  const tally = new AttackTally(job.plan);
  for (const result of sampleResults(count, change)) tally.add(result, job.plan.main);
  return loadMeasurement(tally, job, loadMetrics);
}

test('loadMeasurement() has a series for each metric, with the times of this world', () => {
  const { readings, counts, annotations } = measured(200);
  expect(readings.map(({ metric }) => metric.name)).toEqual(loadMetricNames);
  const [throughput] = readings as readonly TimeSeries[]; // it makes no others
  expect(throughput?.points).toEqual([
    [1_001_000, 6_000],
    [1_002_000, 6_000],
  ]);
  expect(counts).toEqual({ error_rate: 200, success_rate: 200 });
  expect(annotations).toEqual({
    load_profile: 'GET http://a/ at 100/1s for 2s after a warm-up of 0, a point for each 1s',
    'vegeta/status_codes': '{"200":200}',
  });
});

test('loadMeasurement() names the load as the operator does', () => {
  const job = { ...sampleJob(), description: 'checkout' };
  expect(measured(200, undefined, job).annotations?.['load_profile']).toMatch(/^checkout: GET http/);
});

test.each([
  [190, undefined],
  [189, '{"asked":100,"achieved":94.5,"verdict":"load not reached"}'],
  [40, '{"asked":100,"achieved":20,"verdict":"load not reached"}'],
])('loadMeasurement() says of %d requests in place of 200 whether the load was reached', (count, expected) => {
  expect(measured(count).annotations?.['servo/load']).toBe(expected);
});

test('loadMeasurement() asks for no more requests than were due', () => {
  const job = sampleJob({ rate: '1/3s' }, { duration: '5s' });
  expect(measured(1, () => ({ sentAt: 1_003_000 }), job).annotations).not.toHaveProperty('servo/load');
});

test('loadMeasurement() takes a target that answers nothing for as slow as the timeout', () => {
  const { readings } = measured(200, () => ({ code: 0, bytesIn: 0, latency: 1_000_000, error: 'EOF' }));
  const latencies = readings.filter(({ metric }) => metric.name.startsWith('latency_')) as readonly TimeSeries[];
  for (const { metric, points } of latencies)
    expect(
      points.every(([, value]) => value === 30_000),
      metric.name,
    ).toBe(true);
});

test('loadMeasurement() fails when nothing was sent', () => {
  expect(() => measured(0)).toThrow(expect.objectContaining({ reason: 'no-traffic' }));
});
