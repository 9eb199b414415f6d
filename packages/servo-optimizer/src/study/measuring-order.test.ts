import { control, dataPoint, metric } from '@servo/core';
import { judgeSlo, type SloCondition, sloConditions, sloSample } from '@servo/core/fast-fail';
import { wireControl } from '@servo/core/wire';
import { expect, test } from 'vitest';
import { studyConfig } from '../../test/study.js';
import { describeTarget } from '../../test/synthetic-target.js';
import { Evidence } from './evidence.js';
import { measuringOrder } from './measuring-order.js';
import { StudyDefinition } from './study-definition.js';

const running = { 'web.cpu': 3, 'web.mem': 4 };
const constraints = ['p99 < 80ms', 'error_rate < 1%', 'throughput >= 95% of baseline'];

/** The order to measure a trial, with or without a baseline of 6,000 requests a minute. */
function order({
  trial,
  baseline = true,
  limits = constraints,
}: {
  readonly trial?: number;
  readonly baseline?: boolean;
  readonly limits?: readonly string[];
}) {
  const config = studyConfig({ constraints: limits, measure: { duration: '3m', warmup: 30 } });
  const definition = new StudyDefinition({ config, servo: 'web', description: describeTarget(running) });
  const { identity } = definition;
  const attempt = { cause: 'search', why: '', settings: running } as const;
  const samples = { latency_99th: { mean: 40 }, error_rate: { mean: 0.1 }, throughput: { mean: 6_000 } };
  const evidence = new Evidence(definition, {
    begun: { type: 'study-begun', servo: 'web', identity, running, fixed: {}, at: 0 },
    attempts: baseline
      ? [{ ...attempt, trial: 0, outcome: { kind: 'measured', samples, absent: [] }, finishedAt: 0 }]
      : [],
    ...(trial !== undefined && {
      current: { ...attempt, type: 'attempt-begun', trial, at: 0, lost: 0, suspended: false },
    }),
  });
  return measuringOrder(definition, evidence);
}

/** The conditions that a servo reads from an order. */
function conditionsOf({ param }: ReturnType<typeof order>): readonly SloCondition[] {
  return sloConditions(control('control' in param ? wireControl.parse(param.control) : {}));
}

/** Whether a trial is cut short that measures these values, one after the other. */
function isCutShort(name: string, values: readonly number[]): boolean {
  const history = values.map((value, time) => sloSample(time, [dataPoint(metric(name), time, value)]));
  const conditions = conditionsOf(order({ trial: 1 }));
  return history.some((_, index) => judgeSlo(conditions, history.slice(0, index + 1)).some((each) => each.violated));
}

test('measuringOrder() has a trial watched for its limits, those of the baseline in numbers', () => {
  const always = { triggerCount: 3, triggerWindow: 3 };
  const upper = { ...always, keep: 'below', multiplier: 2 };
  expect(conditionsOf(order({ trial: 1 }))).toEqual([
    { ...upper, metric: 'latency_99th', threshold: 80, description: 'p99 < 80ms' },
    { ...upper, metric: 'error_rate', threshold: 1, description: 'error_rate < 1%' },
    {
      ...always,
      metric: 'throughput',
      keep: 'above',
      threshold: 5_700,
      multiplier: 0.5,
      description: 'throughput >= 95% of baseline',
    },
  ]);
});

test('measuringOrder() leaves out the limits of a baseline that was not measured', () => {
  const metrics = conditionsOf(order({ trial: 1, baseline: false })).map((condition) => condition.metric);
  expect(metrics).toEqual(['latency_99th', 'error_rate']);
});

test('measuringOrder() never has the running configuration cut short', () => {
  const param = { metrics: ['latency_99th', 'error_rate', 'throughput'], control: { duration: 180, warmup: 30 } };
  expect(order({ trial: 0 })).toEqual({ cmd: 'MEASURE', param });
  expect(order({})).toEqual({ cmd: 'MEASURE', param });
});

test('measuringOrder() sends no conditions where there is no constraint', () => {
  expect(order({ trial: 1, limits: [] }).param).not.toHaveProperty('control.userdata');
});

test('measuringOrder() sends the tighter of two limits on one side, so that no condition comes twice', () => {
  const limits = ['p99 < 200ms', 'p99 <= 80ms', 'p99 < 80ms', 'p99 > 1ms', 'p99 > 5ms', 'p99 <= 150% of baseline'];
  const found = conditionsOf(order({ trial: 1, limits })).map(({ keep, threshold }) => [keep, threshold]);
  expect(found).toEqual([
    ['below', 60],
    ['above', 5],
  ]);
});

test('measuringOrder() cuts short only what clearly fails', () => {
  expect(isCutShort('latency_99th', [90, 120, 159, 160, 90])).toBe(false);
  expect(isCutShort('latency_99th', [500, 400, 70, 500, 400, 70])).toBe(false);
  expect(isCutShort('latency_99th', [70, 200, 250, 300])).toBe(true);
  expect(isCutShort('throughput', [2_900, 3_000, 5_000])).toBe(false);
  expect(isCutShort('throughput', [2_000, 100, 0])).toBe(true);
});
