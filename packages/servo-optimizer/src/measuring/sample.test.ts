import { dataPoint, metric, timeSeries } from '@servo/core';
import { expect, test } from 'vitest';
import { sample } from './sample.js';

const latency = metric('latency_99th', 'ms');

function series(values: readonly number[], id = 'a', what = latency): ReturnType<typeof timeSeries> {
  return timeSeries(
    what,
    values.map((value, index) => [index * 1_000, value]),
    { id },
  );
}

test('sample() of three points or more knows its standard error', () => {
  expect(sample(latency, [series([10, 20, 30])])).toEqual({ mean: 20, standardError: 10 / Math.sqrt(3) });
});

test.each([
  ['a single value', dataPoint(latency, 0, 12)],
  ['two points', series([10, 14])],
])('sample() of %s has a mean alone', (_, reading) => {
  expect(sample(latency, [reading])).toEqual({ mean: 12 });
});

test('sample() takes the mean over several series, which is surer than each of them', () => {
  expect(sample(latency, [series([10, 20, 30]), series([30, 40, 50], 'b')])).toEqual({
    mean: 30,
    standardError: Math.hypot(10 / Math.sqrt(3), 10 / Math.sqrt(3)) / 2,
  });
});

const errorRate = metric('error_rate', '%');

test('sample() of a share knows its error by what was counted', () => {
  const found = sample(errorRate, [dataPoint(errorRate, 0, 0)], 450);
  expect(found).toEqual({ mean: 0, standardError: expect.closeTo(0.221, 2), share: { count: 450, whole: 100 } });
});

test('sample() takes no failure at all for one among a hundred where nobody counted', () => {
  expect(sample(errorRate, [dataPoint(errorRate, 0, 0)])?.share).toEqual({ count: 100, whole: 100 });
  expect(sample(errorRate, [dataPoint(errorRate, 0, 0.4)])).toEqual({ mean: 0.4 });
});

test.each([
  ['a count of nothing', errorRate, 0, 0],
  ['a unit that no share has', latency, 12, 450],
  ['more than all', errorRate, 130, 450],
])('sample() takes %s for no share', (_, what, value, count) => {
  expect(sample(what, [dataPoint(what, 0, value)], count)).toEqual({ mean: value });
});

test('sample() converts to the unit of the metric', () => {
  const found = sample(latency, [series([0.01, 0.02, 0.03], 'a', metric('latency_99th', 's'))]);
  expect(found?.mean).toBeCloseTo(20, 9);
  expect(found?.standardError).toBeCloseTo(10 / Math.sqrt(3), 9);
});

test.each([
  ['nothing', []],
  ['an empty series', [series([])]],
  ['another metric', [dataPoint(metric('throughput', 'rpm'), 0, 5)]],
  ['a unit that cannot be converted', [dataPoint(metric('latency_99th', 'GiB'), 0, 5)]],
])('sample() of %s is nothing', (_, readings) => {
  expect(sample(latency, readings)).toBeUndefined();
});
