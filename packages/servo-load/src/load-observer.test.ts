import { RecentReadings } from '@servo/core/fast-fail';
import { eventContext, FakeClock } from '@servo/testing';
import { expect, test } from 'vitest';
import { loadMetrics } from './load-metrics.js';
import { LoadObserver } from './load-observer.js';

function observe() {
  const context = eventContext({ event: 'measure', clock: new FakeClock({ now: 50_000 }) });
  const recent = new RecentReadings();
  const measured = loadMetrics.filter(({ name }) => name !== 'latency_mean');
  const wanted = loadMetrics.filter(({ name }) => name === 'error_rate');
  const load = { target: 'http://service/', rate: '50/1s', warmup: 1_000, duration: 4_000 };
  return { context, recent, observer: new LoadObserver({ ...load, measured, wanted, recent, context }) };
}

test('LoadObserver.progress() is the share of warm-up and window, never 100', () => {
  const { context, observer } = observe();
  observer.progress({ stage: 'warming up', elapsed: 500 });
  observer.progress({ stage: 'waiting for the last answers', elapsed: 7_000 });
  expect(context.progressed).toEqual([
    { percent: 10, message: 'warming up: http://service/ at 50/1s' },
    { percent: 99, message: 'waiting for the last answers: http://service/ at 50/1s' },
  ]);
});

test('LoadObserver.progress() reports the metrics that are wanted, and keeps all that are measured', () => {
  const { context, recent, observer } = observe();
  const values = { error_rate: 3, throughput: 9, latency_mean: 5 };
  observer.progress({ stage: 'loading', elapsed: 2_000, values });
  expect(context.reported).toEqual([{ metric: { name: 'error_rate', unit: '%' }, time: 50_000, value: 3 }]);
  const kept = recent.sample({ from: 49_000, to: 50_000 });
  expect(kept.map(({ metric }) => metric.name)).toEqual(['throughput', 'error_rate']);
});
