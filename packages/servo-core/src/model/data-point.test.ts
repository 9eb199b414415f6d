import { expect, test } from 'vitest';
import { dataPoint } from './data-point.js';
import { metric } from './metric.js';

const throughput = metric('throughput', 'rpm');

test('dataPoint() is plain data', () => {
  expect(dataPoint(throughput, 1_000, 31_337)).toStrictEqual({ metric: throughput, time: 1_000, value: 31_337 });
});

test.each([Number.NaN, Infinity, null, undefined, '5'])('dataPoint() refuses the value %s', (value) => {
  // as plain JavaScript may pass it
  expect(() => dataPoint(throughput, 1_000, value as number)).toThrow(
    expect.objectContaining({
      code: 'READING_INVALID',
      message: `Expected a finite value of "throughput", got ${value}`,
    }),
  );
});

test('dataPoint() refuses a time that is no number', () => {
  expect(() => dataPoint(throughput, Number.NaN, 5)).toThrow('Expected a finite time of "throughput", got NaN');
});
