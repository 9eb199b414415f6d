import { assertFinite } from './data-point.js';
import type { Metric } from './metric.js';

/** A time in milliseconds since the Unix epoch, and the value then. */
export type TimedValue = readonly [time: number, value: number];

/** Values of one metric over time, ordered by time. */
export interface TimeSeries {
  readonly metric: Metric;
  readonly points: readonly TimedValue[];
  /** Tells several series of one metric apart, for instance the name of a pod. */
  readonly id?: string | undefined;
  readonly annotation?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/**
 * Makes a series; the points are put in order of time. It may be empty.
 *
 * @throws {@link ServoError} `READING_INVALID` when a time or a value is not a finite number.
 * @example
 * timeSeries(metric('latency_99th', 'ms'), [[1_700_000_000_000, 61], [1_700_000_001_000, 64]], { id: 'pod-1' });
 */
export function timeSeries(
  metric: Metric,
  points: readonly TimedValue[],
  options: Pick<TimeSeries, 'id' | 'annotation' | 'metadata'> = {},
): TimeSeries {
  for (const [time, value] of points) assertFinite(metric, time, value);
  return { metric, points: points.toSorted(([a], [b]) => a - b), ...options };
}

/** The smallest value, the largest, the mean, and the milliseconds covered; `undefined` for an empty series. */
export interface SeriesSummary {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly span: number;
}

/** Summarises a series. */
export function summarize({ points }: TimeSeries): SeriesSummary | undefined {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return undefined;
  let [min, max, sum] = [Infinity, -Infinity, 0];
  for (const [, value] of points) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
  }
  return { min, max, mean: sum / points.length, span: last[0] - first[0] };
}
