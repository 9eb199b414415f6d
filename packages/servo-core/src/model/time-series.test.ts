import { expect, test } from 'vitest';
import { metric } from './metric.js';
import { summarize, type TimedValue, timeSeries } from './time-series.js';

const throughput = metric('throughput', 'rpm');
const start = Date.UTC(2020, 0, 21, 12, 0, 1);
const points = [31_337, 666, 187, 420, 69].map((value, index): TimedValue => [start + index * 600_000, value]);

test('timeSeries() puts points in order of time and leaves what it was given alone', () => {
  const reversed = points.toReversed();
  expect(timeSeries(throughput, reversed).points).toEqual(points);
  expect(reversed).toEqual(points.toReversed());
});

test('timeSeries() keeps id, annotation and metadata', () => {
  const options = { id: 'pod-1', annotation: 'p99', metadata: { node: 'a' } };
  expect(timeSeries(throughput, [], options)).toStrictEqual({ metric: throughput, points: [], ...options });
});

test('timeSeries() refuses a value or a time that is not finite', () => {
  expect(() => timeSeries(throughput, [...points, [start, Number.NaN]])).toThrow(
    expect.objectContaining({ code: 'READING_INVALID' }),
  );
  expect(() => timeSeries(throughput, [[Number.NaN, 1]])).toThrow('Expected a finite time of "throughput"');
});

test('summarize() gives min, max, mean and span', () => {
  expect(summarize(timeSeries(throughput, points))).toEqual({
    min: 69,
    max: 31_337,
    mean: (31_337 + 666 + 187 + 420 + 69) / 5,
    span: 40 * 60_000,
  });
});

test('summarize() is undefined for an empty series', () => {
  expect(summarize(timeSeries(throughput, []))).toBeUndefined();
});
