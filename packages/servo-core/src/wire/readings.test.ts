import { expect, test } from 'vitest';
import { dataPoint } from '../model/data-point.js';
import { metric } from '../model/metric.js';
import { timeSeries } from '../model/time-series.js';
import { fromReadings, toReadings, wireReadings } from './readings.js';

const throughput = metric('throughput', 'rpm');
const latency = metric('latency_99th', 'ms');

test('toReadings() writes a single value without its time', () => {
  expect(toReadings({ readings: [dataPoint(throughput, 1_000, 31_337)] })).toStrictEqual({
    throughput: { unit: 'rpm', value: 31_337 },
  });
});

test('toReadings() keeps every series of a metric with its id, and numbers those that have none', () => {
  const readings = [
    timeSeries(latency, [[1_000, 61]], { id: 'pod-1' }),
    timeSeries(throughput, [[1_000, 5]]),
    timeSeries(latency, [[1_000, 64]]),
    timeSeries(latency, [], { id: 'pod-3' }),
  ];
  expect(toReadings({ readings })).toStrictEqual({
    latency_99th: {
      unit: 'ms',
      values: [
        { id: 'pod-1', data: [[1, 61]] },
        { id: '1', data: [[1, 64]] },
        { id: 'pod-3', data: [] },
      ],
    },
    throughput: { unit: 'rpm', values: [{ id: '0', data: [[1, 5]] }] },
  });
});

test('toReadings() cuts times to whole seconds', () => {
  const written = toReadings({
    readings: [
      timeSeries(latency, [
        [1_999, 61],
        [1_700_000_000_999, 64],
      ]),
    ],
  });
  expect(written['latency_99th']).toMatchObject({
    values: [
      {
        data: [
          [1, 61],
          [1_700_000_000, 64],
        ],
      },
    ],
  });
});

test.each([Number.NaN, Infinity])('toReadings() refuses %d, which JSON cannot say', (value) => {
  // plain data, as a connector may write it without the factories
  expect(() => toReadings({ readings: [{ metric: latency, time: 0, value }] })).toThrow(
    expect.objectContaining({ code: 'READING_INVALID' }),
  );
  expect(() => toReadings({ readings: [{ metric: latency, points: [[0, value]] }] })).toThrow(
    expect.objectContaining({ code: 'READING_INVALID' }),
  );
});

test('toReadings() takes every name, those of an object’s own members too', () => {
  const readings = [timeSeries(metric('constructor'), [[1_000, 1]]), timeSeries(metric('values'), [[1_000, 2]])];
  expect(Object.keys(toReadings({ readings }))).toEqual(['constructor', 'values']);
});

test('fromReadings() reads back series over JSON, with ids and whole seconds', () => {
  const readings = [
    timeSeries(
      latency,
      [
        [2_000, 61],
        [3_000, 62],
      ],
      { id: 'pod-1' },
    ),
    timeSeries(latency, [[2_000, 64]], { id: 'pod-2' }),
  ];
  const wire = wireReadings.parse(JSON.parse(JSON.stringify(toReadings({ readings }))));
  expect(fromReadings(wire, 9_000)).toEqual(readings);
});

test('fromReadings() gives a single value the time it is told', () => {
  const wire = wireReadings.parse({ throughput: { value: 5 } });
  expect(fromReadings(wire, 9_000)).toEqual([dataPoint(metric('throughput'), 9_000, 5)]);
});

test('wireReadings refuses NaN and readings without a value', () => {
  expect(wireReadings.safeParse({ throughput: { unit: 'rpm', value: Number.NaN } }).success).toBe(false);
  expect(wireReadings.safeParse({ throughput: { unit: 'rpm' } }).success).toBe(false);
});
