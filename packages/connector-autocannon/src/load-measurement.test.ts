import { isTimeSeries, MeasurementFailedError } from '@servo/core';
import { expect, test } from 'vitest';
import { samplePlan } from '../test/sample-plan.js';
import { loadMeasurement, shortfallOf } from './load-measurement.js';
import { loadMetrics } from './load-metrics.js';
import type { LoadSummary } from './load-message.js';

const options = {
  plan: samplePlan(),
  target: 'http://service/',
  windowStart: 10_000,
  metrics: loadMetrics.slice(0, 2),
};

function summaryOf(changes: Partial<LoadSummary> = {}): LoadSummary {
  const series = { throughput: [[1_000, 3_600] as const], error_rate: [[1_000, 0] as const] };
  return { kind: 'summary', series, requests: 240, sent: 240, answered: 240, taken: true, errors: [], ...changes };
}

test('loadMeasurement() makes a series of each metric on the wall clock', () => {
  expect(loadMeasurement(summaryOf(), options)).toEqual({
    readings: [
      { metric: { name: 'throughput', unit: 'rpm' }, points: [[11_000, 3_600]] },
      { metric: { name: 'error_rate', unit: '%' }, points: [[11_000, 0]] },
    ],
    counts: { error_rate: 240 },
  });
});

test('loadMeasurement() says how many requests the error rate rests on, where it is wanted', () => {
  const summary = summaryOf({ requests: 450, sent: 440 });
  expect(loadMeasurement(summary, options).counts).toEqual({ error_rate: 450 });
  expect(loadMeasurement(summary, { ...options, metrics: loadMetrics.slice(0, 1) }).counts).toBeUndefined();
});

test('loadMeasurement() says when less than 95 % of the load could be sent', () => {
  expect(loadMeasurement(summaryOf({ sent: 228 }), options).annotations).toBeUndefined();
  const { annotations } = loadMeasurement(summaryOf({ sent: 120 }), options);
  expect(annotations).toEqual({ 'servo/load': '{"asked":60,"achieved":30,"verdict":"load not reached"}' });
});

test('shortfallOf() is all when nothing was sent', () => {
  expect(shortfallOf(summaryOf({ sent: 0 }), options.plan)).toEqual({
    asked: 60,
    achieved: 0,
    verdict: 'load not reached',
  });
});

test('loadMeasurement() measures a service that was given requests and answered none', () => {
  const series = { throughput: [[4_000, 0] as const], error_rate: [[4_000, 100] as const] };
  const { readings } = loadMeasurement(summaryOf({ series, answered: 0, errors: [['timed out', 240]] }), options);
  expect(readings.map((reading) => isTimeSeries(reading) && reading.points)).toEqual([[[14_000, 0]], [[14_000, 100]]]);
});

test('loadMeasurement() fails when the service was given nothing, and names the most frequent error', () => {
  const errors = [['ECONNREFUSED', 30] as const, ['ECONNRESET', 2] as const];
  const measuring = (): unknown =>
    loadMeasurement(summaryOf({ answered: 0, taken: false, requests: 32, errors }), options);
  expect(measuring).toThrow(MeasurementFailedError);
  expect(measuring).toThrow(
    expect.objectContaining({
      message: 'http://service/ took no connection in 4s: ECONNREFUSED',
      reason: 'no-traffic',
      hint: expect.stringContaining('Check that the service runs'),
      details: { errors: { ECONNREFUSED: 30, ECONNRESET: 2 } },
    }),
  );
});

test('loadMeasurement() says how soon a load was given up', () => {
  const summary = summaryOf({
    answered: 0,
    taken: false,
    sent: 1,
    givenUpAfter: 1_003.4,
    errors: [['ECONNREFUSED', 1]],
  });
  expect(() => loadMeasurement(summary, options)).toThrow('http://service/ took no connection in 1.003s: ECONNREFUSED');
});
