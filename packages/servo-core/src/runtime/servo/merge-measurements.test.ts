import { expect, test } from 'vitest';
import { dataPoint } from '../../model/data-point.js';
import { measurement } from '../../model/measurement.js';
import { metric } from '../../model/metric.js';
import { mergeMeasurements } from './merge-measurements.js';

const errors = dataPoint(metric('error_rate', '%'), 1_000, 0.5);
const cpu = dataPoint(metric('cpu', 'cores'), 1_000, 2);

test('mergeMeasurements() keeps what each connector says about its own metrics', () => {
  const load = {
    connector: 'load',
    ...measurement([errors], { counts: { error_rate: 450 }, annotations: { a: '1' } }),
  };
  const usage = { connector: 'usage', ...measurement([cpu], { absent: [{ metric: 'memory', reason: 'no-data' }] }) };
  expect(mergeMeasurements([load, usage])).toEqual({
    readings: [errors, cpu],
    absent: [{ metric: 'memory', reason: 'no-data' }],
    counts: { error_rate: 450 },
    annotations: { a: '1' },
  });
});

test('mergeMeasurements() counts a metric that another connector has as present', () => {
  const without = { connector: 'a', ...measurement([], { absent: [{ metric: 'cpu', reason: 'stale' }] }) };
  expect(mergeMeasurements([without, { connector: 'b', ...measurement([cpu]) }]).absent).toEqual([]);
});

test('mergeMeasurements() refuses a metric of two connectors', () => {
  const parts = ['a', 'b'].map((connector) => ({ connector, ...measurement([cpu]) }));
  expect(() => mergeMeasurements(parts)).toThrow(expect.objectContaining({ code: 'METRIC_CLAIMED_TWICE' }));
});
