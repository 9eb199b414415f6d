import { metric } from '@servo/core';
import { absentAnnotation, wireCompletion } from '@servo/core/wire';
import { expect, test } from 'vitest';
import { adjustmentOutcome, measurementOutcome } from './attempt-outcome.js';

const metrics = [metric('latency_99th', 'ms'), metric('throughput', 'rpm')];

function outcome(completion: object): ReturnType<typeof measurementOutcome> {
  return measurementOutcome(wireCompletion.parse({ status: 'ok', ...completion }), metrics, 1_000);
}

test('measurementOutcome() keeps the samples and why others are absent', () => {
  expect(
    outcome({
      metrics: { throughput: { unit: 'rpm', value: 600 }, other: { unit: '', value: 1 } },
      annotations: { [absentAnnotation]: '[{"metric":"latency_99th","reason":"no-data"}]' },
    }),
  ).toEqual({
    kind: 'measured',
    samples: { throughput: { mean: 600 } },
    absent: [{ metric: 'latency_99th', reason: 'no-data' }],
  });
});

test('measurementOutcome() learns from the counts how sure a share is', () => {
  const rates = [metric('error_rate', '%')];
  const measured = (annotations: Record<string, string>) =>
    measurementOutcome(
      wireCompletion.parse({ status: 'ok', metrics: { error_rate: { unit: '%', value: 0 } }, annotations }),
      rates,
      1_000,
    );
  expect(measured({ 'servo/counts': '{"error_rate":450}' })).toMatchObject({
    samples: { error_rate: { share: { count: 450 } } },
  });
  for (const odd of ['not json', '[]', 'null', '{"error_rate":"many"}', '{"error_rate":-1}'])
    expect(measured({ 'servo/counts': odd })).toMatchObject({ samples: { error_rate: { share: { count: 100 } } } });
});

test.each(['not json', '{}', '[1, null, {"metric": 5}]'])('measurementOutcome() survives the annotation %s', (text) => {
  expect(outcome({ annotations: { [absentAnnotation]: text } })).toEqual({ kind: 'measured', samples: {}, absent: [] });
});

test.each(['crashed', 'start-failed', 'unschedulable', 'slo-violation'])(
  'measurementOutcome() blames the configuration for %s',
  (reason) => {
    expect(outcome({ status: 'failed', reason, message: 'it ended' })).toEqual({
      kind: 'failed',
      reason: `${reason}: it ended`,
    });
  },
);

test.each([
  ['failed', 'inconclusive'],
  ['failed', 'no-traffic'],
  ['failed', 'handler-failed'],
  ['failed', undefined],
  ['cancelled', undefined],
])('measurementOutcome() learns nothing from %s with the reason %s', (status, reason) => {
  expect(outcome({ status, reason })).toEqual({ kind: 'inconclusive', reason: reason ?? status });
});

test.each([
  ['rejected', 'unschedulable'],
  ['rejected', 'invalid-adjustment'],
  ['failed', 'start-failed'],
  ['failed', 'out-of-memory'],
] as const)(
  'adjustmentOutcome() of %s with the reason %s is that the configuration cannot be had',
  (status, reason) => {
    expect(adjustmentOutcome({ status, reason, message: 'no node' })).toEqual({
      kind: 'failed',
      reason: `${reason}: no node`,
    });
  },
);

test.each([
  ['failed', 'address-in-use'],
  ['failed', 'timeout'],
  ['failed', undefined],
  ['aborted', 'unschedulable'],
  ['cancelled', 'start-failed'],
] as const)('adjustmentOutcome() learns nothing from %s with the reason %s', (status, reason) => {
  expect(adjustmentOutcome({ status, reason })).toEqual({ kind: 'inconclusive', reason: reason ?? status });
});
