import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { FakeClock } from '../../../servo-testing/src/fake-clock.js';
import { recordingLogger } from '../../../servo-testing/src/recording-logger.js';
import { MeasurementFailedError } from '../errors/measurement-failed-error.js';
import { dataPoint } from '../model/data-point.js';
import type { Reading } from '../model/measurement.js';
import { metric } from '../model/metric.js';
import { failFast } from './fail-fast.js';
import { fastFailConfig } from './fast-fail-config.js';
import { sloConditions } from './slo-conditions.js';
import type { SampleRequest } from './watch-slo.js';

const latency = metric('latency', 's');
const start = Date.UTC(2020, 0, 21, 12);

/** A measurement of a minute that is watched on a clock of its own; `value` is what it reads at each check. */
function watched({
  value = 1,
  condition = {},
  config = {},
  sample,
}: {
  readonly value?: number;
  readonly condition?: Readonly<Record<string, unknown>>;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly sample?: (request: SampleRequest) => Promise<readonly Reading[]>;
} = {}) {
  const clock = new FakeClock({ now: start });
  const logger = recordingLogger();
  const controller = new AbortController();
  const requests: (Omit<SampleRequest, 'signal'> & { readonly at: number })[] = [];
  const options = {
    conditions: sloConditions({
      userdata: { slo: { conditions: [{ metric: 'latency', threshold: 0.2, ...condition }] } },
    }),
    config: fastFailConfig({ period: '2s' }).parse(config),
    sample: (request: SampleRequest) => {
      const { metrics, from, to } = request;
      requests.push({ metrics, from: from - start, to: to - start, at: clock.monotonic() });
      return sample ? sample(request) : [dataPoint(latency, to, value)];
    },
    clock,
    logger,
    signal: controller.signal,
  };
  const work = async (signal: AbortSignal): Promise<string> => {
    await clock.sleep(60_000, { signal });
    return 'measured';
  };
  const run = (given = work, overrides: Partial<typeof options> = {}) => failFast(given, { ...options, ...overrides });
  return { clock, logger, controller, requests, options, run };
}

test('failFast() ends the measurement when enough checks after the skip have failed', async () => {
  const { clock, requests, run } = watched({
    condition: { trigger_count: 2, trigger_window: 2 },
    config: { skip: '14s' },
  });
  await expect(clock.until(run())).rejects.toMatchObject({
    code: 'EVENT_ABORTED',
    reason: 'slo-violation',
    message:
      'SLO violation(s) observed: (latency below 0.2)[' +
      '2020-01-21 12:00:14 SLO failed metric value 1 was not below threshold value 0.2, ' +
      '2020-01-21 12:00:16 SLO failed metric value 1 was not below threshold value 0.2]',
  });
  expect(requests.map(({ at }) => at)).toEqual([14_000, 16_000]);
  expect(clock.pending).toBe(0);
});

test('failFast() lets a measurement within its limits go on to its end, and leaves nothing behind', async () => {
  const { clock, controller, requests, run } = watched({ condition: { threshold_multiplier: 5 } });
  expect(await clock.until(run())).toBe('measured');
  expect(clock.monotonic()).toBe(60_000);
  expect(requests.length).toBeGreaterThanOrEqual(29);
  await clock.advance(10_000);
  expect(clock.pending).toBe(0);
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
});

test('failFast() makes no measurement longer, however long the period is', async () => {
  const { clock, requests, run } = watched({ config: { period: '10m' } });
  expect(await clock.until(run())).toBe('measured');
  expect([clock.monotonic(), requests.length]).toEqual([60_000, 0]);
});

test('failFast() asks for the metrics of its conditions, over the span and never from before it began', async () => {
  const { clock, requests, run } = watched({
    condition: { threshold: undefined, threshold_metric: 'latency_before' },
    config: { period: '20s', span: '30s' },
  });
  await clock.until(run());
  expect(requests.slice(0, 2)).toEqual([
    { metrics: ['latency', 'latency_before'], from: 0, to: 20_000, at: 20_000 },
    { metrics: ['latency', 'latency_before'], from: 10_000, to: 40_000, at: 40_000 },
  ]);
});

test('failFast() keeps its beat when a sample takes long', async () => {
  const { clock, requests, run } = watched({
    config: { period: '10s' },
    sample: async ({ signal }) => {
      await clock.sleep(13_000, { signal });
      return [];
    },
  });
  await clock.until(run());
  expect(requests.map(({ at }) => at)).toEqual([10_000, 30_000, 50_000]);
});

test('failFast() does not watch what has no condition, or must not be watched', async () => {
  for (const without of [watched({ config: { disabled: 1 } }), watched()]) {
    const { clock, requests, options, run } = without;
    const overrides = options.config.disabled ? {} : { conditions: [] };
    expect(await clock.until(run(undefined, overrides))).toBe('measured');
    expect(requests).toEqual([]);
  }
});

test('failFast() fails the measurement when nothing can be sampled', async () => {
  const cause = new Error('connection refused');
  const { clock, run } = watched({ sample: () => Promise.reject(cause) });
  await expect(clock.until(run())).rejects.toMatchObject({
    code: 'MEASUREMENT_FAILED',
    reason: 'sample-failed',
    message: 'Cannot check the conditions of the measurement: connection refused',
    cause,
  });
  const told = new MeasurementFailedError('no such query', { reason: 'query-failed' });
  const other = watched({ sample: () => Promise.reject(told) });
  await expect(other.clock.until(other.run())).rejects.toBe(told);
});

test('failFast() reports the violation, whatever the work makes of its abort', async () => {
  const { clock, run } = watched();
  const work = async (signal: AbortSignal): Promise<string> => {
    await clock.sleep(60_000, { signal }).catch(() => {
      throw new MeasurementFailedError('the load was cut off');
    });
    return 'measured';
  };
  await expect(clock.until(run(work))).rejects.toMatchObject({ reason: 'slo-violation' });
});

test('failFast() ends with the failure of the work, and with the reason of its signal', async () => {
  const { clock, controller, run } = watched({ value: 0.1 });
  const broken = new MeasurementFailedError('the load broke');
  await expect(clock.until(run(() => Promise.reject(broken)))).rejects.toBe(broken);
  const measuring = expect(run()).rejects.toThrow('enough');
  await clock.advance(2_000);
  controller.abort(new Error('enough'));
  await measuring;
  expect(clock.pending).toBe(0);
});

test('failFast() says what it watches, and how each check came out', async () => {
  const { clock, logger, run } = watched({ value: 0.1 });
  await clock.until(run());
  expect(logger.messages('info')).toEqual(['The measurement ends early when it breaks one of (latency below 0.2)']);
  expect(logger.messages('debug')[0]).toBe('SLO statuses from last check: x1 passed [(latency below 0.2)]');
});
