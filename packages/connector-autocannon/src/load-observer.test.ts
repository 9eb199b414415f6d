import { eventContext, FakeClock } from '@servo/testing';
import { expect, test } from 'vitest';
import { samplePlan } from '../test/sample-plan.js';
import { loadMetrics } from './load-metrics.js';
import { LoadObserver } from './load-observer.js';

function observe() {
  const clock = new FakeClock({ now: 50_000 });
  const context = eventContext({ event: 'measure', clock });
  const measured = loadMetrics.filter(({ name }) => name !== 'latency_mean');
  const wanted = loadMetrics.filter(({ name }) => name === 'error_rate');
  return {
    clock,
    context,
    observer: new LoadObserver({ plan: samplePlan(), target: 'http://service/', measured, wanted, context }),
  };
}

test('LoadObserver.progress() is the share of warm-up and window, never 100', () => {
  const { context, observer } = observe();
  observer.progress({ kind: 'progress', stage: 'warming up', elapsed: 500 });
  observer.progress({ kind: 'progress', stage: 'waiting for the last answers', elapsed: 7_000 });
  expect(context.progressed).toEqual([
    { percent: 10, message: 'warming up http://service/ at 60 requests/s' },
    { percent: 99, message: 'waiting for the last answers http://service/ at 60 requests/s' },
  ]);
});

test('LoadObserver.progress() reports the metrics that are wanted', () => {
  const { context, observer } = observe();
  observer.progress({ kind: 'progress', stage: 'measuring', elapsed: 2_000, values: { error_rate: 3, throughput: 9 } });
  expect(context.reported).toEqual([{ metric: { name: 'error_rate', unit: '%' }, time: 50_000, value: 3 }]);
});

test('LoadObserver.recent has all that is measured, wanted or not', () => {
  const { observer } = observe();
  const values = { error_rate: 3, throughput: 9, latency_mean: 5 };
  observer.progress({ kind: 'progress', stage: 'measuring', elapsed: 2_000, values });
  const readings = observer.recent.sample({ from: 49_000, to: 50_000 });
  expect(readings.map(({ metric }) => metric.name)).toEqual(['throughput', 'error_rate']);
});

test('LoadObserver.windowStart follows the warm-up, counted from the start of the load', async () => {
  const { clock, observer } = observe();
  await clock.advance(250);
  observer.start();
  expect(observer.windowStart).toBe(51_250);
});
