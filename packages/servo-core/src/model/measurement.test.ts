import { expect, test } from 'vitest';
import { dataPoint } from './data-point.js';
import { isTimeSeries, measurement } from './measurement.js';
import { metric } from './metric.js';
import { timeSeries } from './time-series.js';

const throughput = metric('throughput', 'rpm');
const errors = metric('error_rate', '%');
const series = timeSeries(throughput, [[1_000, 5]]);
const point = dataPoint(errors, 1_000, 5);

test('measurement() refuses to mix series and single values, and names both', () => {
  expect(() => measurement([series, point])).toThrow(
    expect.objectContaining({
      code: 'READING_INVALID',
      message: 'Expected all readings to be of the kind TimeSeries, found DataPoint for "error_rate"',
    }),
  );
  expect(() => measurement([point, series])).toThrow('of the kind DataPoint, found TimeSeries for "throughput"');
});

test('measurement() takes no readings, and empty series', () => {
  expect(measurement([])).toStrictEqual({ readings: [] });
  const empty = timeSeries(errors, []);
  expect(measurement([series, empty]).readings).toEqual([series, empty]);
});

test('measurement() keeps what is absent, and annotations', () => {
  const options = { absent: [{ metric: 'p99', reason: 'no-traffic' }], annotations: { a: 'b' } };
  expect(measurement([point], options)).toStrictEqual({ readings: [point], ...options });
});

test.each([-1, 1.5, Number.NaN, Infinity])('measurement() refuses %d observations', (count) => {
  expect(() => measurement([point], { counts: { error_rate: count } })).toThrow(
    expect.objectContaining({
      code: 'READING_INVALID',
      message: `Expected the count of "error_rate" to be a whole number from 0, found ${count}`,
    }),
  );
  expect(measurement([point], { counts: { error_rate: 20 } }).counts).toEqual({ error_rate: 20 });
});

test('isTimeSeries() tells series from single values', () => {
  expect([series, point].map(isTimeSeries)).toEqual([true, false]);
});
