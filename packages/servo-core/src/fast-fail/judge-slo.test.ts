import { expect, test } from 'vitest';
import { dataPoint } from '../model/data-point.js';
import type { Reading } from '../model/measurement.js';
import { metric } from '../model/metric.js';
import { timeSeries } from '../model/time-series.js';
import { formatJudgements, judgeSlo, sloViolation } from './judge-slo.js';
import { sloConditions } from './slo-conditions.js';
import type { SloOptions } from './slo-outcome.js';
import { sloSample } from './slo-sample.js';

const time = Date.UTC(2020, 0, 21, 12, 0, 1);
const conditionsOf = (...conditions: readonly Readonly<Record<string, unknown>>[]) =>
  sloConditions({ userdata: { slo: { conditions } } });
const fixed = { metric: 'throughput', threshold: 6_000 };
const measured = { metric: 'throughput', threshold_metric: 'tuning_throughput' };
const both = conditionsOf(fixed, measured);

/** A series of one point each second. */
function series(name: string, values: readonly number[], id?: string): Reading {
  const points = values.map((value, second) => [time + second * 1_000, value] as const);
  return timeSeries(metric(name), points, id === undefined ? {} : { id });
}

/** What one check of some readings says: the text of the abort, or the statuses. */
function check(readings: readonly Reading[], conditions = both, options?: SloOptions) {
  const judgements = judgeSlo(conditions, [sloSample(time, readings)], options);
  return sloViolation(judgements)?.message ?? judgements.map(({ outcomes }) => outcomes[0]?.status);
}

/** What a watch of one metric with a threshold of 10 says after each value; `undefined` is no reading. */
function trace(values: readonly (number | undefined)[], trigger: Readonly<Record<string, number>>) {
  const conditions = conditionsOf({ metric: 'm', threshold: 10, ...trigger });
  const samples = values.map((value) => sloSample(time, value === undefined ? [] : [series('m', [value])]));
  return samples.map((_, index) => {
    const [judgement] = judgeSlo(conditions, samples.slice(0, index + 1));
    const window = judgement?.outcomes.map(({ status }) => status).join(' ');
    return judgement?.violated ? `abort: ${window}` : window;
  });
}

const main = [31_337, 666, 187, 420, 69];
const tuning = [21_337, 566, 87, 320, 59];
const failed = '2020-01-21 12:00:01 SLO failed metric value';

test('judgeSlo() compares the mean with a number and with the mean of another metric', () => {
  expect(check([series('throughput', main), series('tuning_throughput', tuning)])).toBe(
    `SLO violation(s) observed: (throughput below 6000)[${failed} 6535.8 was not below threshold value 6000], ` +
      `(throughput below tuning_throughput)[${failed} 6535.8 was not below threshold value 4473.8]`,
  );
});

test('judgeSlo() takes the mean over several series, whatever their lengths', () => {
  const second = [...main, 6_535.8, 6_535.8];
  expect(
    check([
      series('throughput', main),
      series('tuning_throughput', tuning, 'a'),
      series('tuning_throughput', second, 'b'),
    ]),
  ).toContain(
    '(throughput below tuning_throughput)[2020-01-21 12:00:01 SLO failed metric value 6535.8 was not below threshold value 5504.8]',
  );
  expect(
    check([
      series('throughput', [31_337], 'a'),
      series('throughput', [666], 'b'),
      series('tuning_throughput', [21_337], 'a'),
      series('tuning_throughput', [566], 'b'),
    ]),
  ).toContain('metric value 16001.5 was not below threshold value 10951.5');
});

test('judgeSlo() takes single values as they are', () => {
  const [slow, fast] = [3, 2].map((value) => (name: string) => dataPoint(metric(name), time, value));
  const conditions = conditionsOf(measured);
  expect(check([slow!('throughput'), fast!('tuning_throughput')], conditions)).toBe(
    `SLO violation(s) observed: (throughput below tuning_throughput)[${failed} 3 was not below threshold value 2]`,
  );
  expect(check([fast!('throughput'), slow!('tuning_throughput')], conditions)).toEqual(['passed']);
});

test('judgeSlo() lets pass what keeps its threshold, and what is on it', () => {
  expect(check([series('throughput', [5_000]), series('tuning_throughput', [5_100])])).toEqual(['passed', 'passed']);
  expect(check([series('throughput', [6_000]), series('tuning_throughput', [6_000])])).toEqual(['passed', 'passed']);
  const above = conditionsOf({ metric: 'm', keep: 'above', threshold: 10 });
  expect(check([series('m', [10])], above)).toEqual(['passed']);
  expect(check([series('m', [9.5])], above)).toContain('(m above 10)');
});

test.each([
  [[0.1, 0.2], { threshold: 0.15 }],
  [[0.3], { threshold: 0.1, threshold_multiplier: 3 }],
  [[0.26], { threshold: 0.26 }],
  [[9.999999999999998], { threshold: 10 }],
])('judgeSlo() takes equal decimals for equal: %j with %j', (values, limit) => {
  for (const keep of ['above', 'below'])
    expect(check([series('m', values)], conditionsOf({ metric: 'm', keep, ...limit }))).toEqual(['passed']);
});

test('judgeSlo() multiplies the threshold', () => {
  const readings = [series('throughput', [105]), series('tuning_throughput', [100])];
  expect(check(readings, conditionsOf({ ...measured, threshold_multiplier: 1.1 }))).toEqual(['passed']);
  expect(check(readings, conditionsOf({ ...measured, threshold_multiplier: 1.04 }))).toContain('threshold value 104]');
});

test('judgeSlo() says of a metric without a value that it is missing, and judges the rest', () => {
  expect(check([])).toEqual(['missing_metric', 'missing_metric']);
  expect(check([series('throughput', [])])).toEqual(['missing_metric', 'missing_metric']);
  expect(check([series('throughput', [5_000])])).toEqual(['passed', 'missing_threshold']);
  expect(check([series('throughput', main), series('tuning_throughput', [])])).toBe(
    `SLO violation(s) observed: (throughput below 6000)[${failed} 6535.8 was not below threshold value 6000]`,
  );
});

test('judgeSlo() takes a value that is no number for a missing one', () => {
  const odd = (name: string, value: number): Reading => ({ metric: metric(name), time, value }); // of a careless connector
  expect(check([odd('throughput', Number.NaN)])).toEqual(['missing_metric', 'missing_metric']);
  expect(check([odd('throughput', Infinity)])).toEqual(['missing_metric', 'missing_metric']);
  expect(check([odd('throughput', 1), odd('tuning_throughput', Number.NaN)])).toEqual(['passed', 'missing_threshold']);
});

test('judgeSlo() takes 0 for a missing value where it is told so', () => {
  const readings = [series('throughput', [0]), series('tuning_throughput', [0])];
  expect(check(readings, both, { treatZeroAsMissing: true })).toEqual(['missing_metric', 'missing_metric']);
  const other = [series('throughput', [5_000]), series('tuning_throughput', [0])];
  expect(check(other, both, { treatZeroAsMissing: true })).toEqual(['passed', 'missing_threshold']);
  expect(check(readings)).toEqual(['passed', 'zero_metric']);
});

test.each([
  [[0.05, 0.09, 0.19], [0], 'zero_metric'],
  [[0], [0.11], 'zero_metric'],
  [[0.24], [0], 'zero_metric'],
  [[0.26], [0.2], 'zero_threshold'],
  [[0.35], [0], 'zero_threshold'],
  [[-1], [0.3], 'passed'],
])('judgeSlo() finds nothing to compare in %j and %j, both measured and next to 0: %s', (value, threshold, status) => {
  const readings = [series('throughput', value), series('tuning_throughput', threshold)];
  expect(check(readings, conditionsOf(measured))).toEqual([status]);
});

test('judgeSlo() compares small values with a number, and with the minimums that are asked for', () => {
  expect(check([series('m', [0.2])], conditionsOf({ metric: 'm', threshold: 0.1 }))).toContain('metric value 0.2 was');
  const minimums = { slo_metric_minimum: 0.01, slo_threshold_minimum: 0.01 };
  const small = conditionsOf({ metric: 'm', threshold_metric: 'n', ...minimums });
  expect(check([series('m', [0.2]), series('n', [0.1])], small)).toContain('metric value 0.2 was not below');
});

test('judgeSlo() is violated when enough of the last checks failed', () => {
  expect(trace([11, 9, 11, undefined, 8, 12, 13], { trigger_count: 2, trigger_window: 3 })).toEqual([
    'failed',
    'failed passed',
    'abort: failed passed failed',
    'passed failed missing_metric',
    'failed missing_metric passed',
    'missing_metric passed failed',
    'abort: passed failed failed',
  ]);
});

test('judgeSlo() is not violated by a check without a value, whatever was before it', () => {
  expect(trace([11, 11, undefined], { trigger_count: 2, trigger_window: 3 })).toEqual([
    'failed',
    'abort: failed failed',
    'failed failed missing_metric',
  ]);
  expect(trace([11, undefined, undefined, undefined, 11], { trigger_count: 2, trigger_window: 3 }).at(-1)).toBe(
    'missing_metric missing_metric failed',
  );
});

test('sloViolation() carries the reason for the optimizer and what was violated', () => {
  const violation = sloViolation(judgeSlo(conditionsOf(fixed), [sloSample(time, [series('throughput', [7_000])])]));
  expect(violation).toMatchObject({
    code: 'EVENT_ABORTED',
    reason: 'slo-violation',
    details: { violated: [{ condition: { metric: 'throughput' }, outcomes: [{ value: 7_000, threshold: 6_000 }] }] },
  });
});

test('formatJudgements() groups the conditions by status', () => {
  const judgements = judgeSlo(both, [sloSample(time, [series('throughput', [1])])]);
  expect(formatJudgements(judgements)).toBe(
    'SLO statuses from last check: x1 passed [(throughput below 6000)], ' +
      'x1 missing_threshold [(throughput below tuning_throughput)]',
  );
});
