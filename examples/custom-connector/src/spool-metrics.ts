import { type DataPoint, dataPoint, type Measurement, measurement, metric, timeSeries } from '@servo/core';
import type { Spool } from './spool.js';

const files = metric('spool_files');
const size = metric('spool_size', 'bytes');
const oldest = metric('spool_oldest', 's');

/** What the connector can measure. */
export const spoolMetrics = [files, size, oldest];

/** For how many seconds the oldest file has waited. */
export function age(spool: Spool, now: number): number | undefined {
  return spool.oldest === undefined ? undefined : (now - spool.oldest) / 1_000;
}

/** Makes one value of each metric; an empty folder has no age. */
export function pointsOf(spool: Spool, now: number): readonly DataPoint[] {
  const waited = age(spool, now);
  return [
    dataPoint(files, now, spool.files),
    dataPoint(size, now, spool.bytes),
    ...(waited === undefined ? [] : [dataPoint(oldest, now, waited)]),
  ];
}

/** Makes a series of each metric that is wanted, and says which had no value. */
export function toMeasurement(points: readonly DataPoint[], wanted: readonly string[] | undefined): Measurement {
  const series = spoolMetrics
    .filter(({ name }) => wanted?.includes(name) ?? true)
    .map((each) =>
      timeSeries(
        each,
        points.filter((point) => point.metric === each).map(({ time, value }) => [time, value]),
      ),
    );
  const empty = series.filter((one) => one.points.length === 0);
  return measurement(
    series.filter((one) => one.points.length > 0),
    { absent: empty.map((one) => ({ metric: one.metric.name, reason: 'no-data' })) },
  );
}
