import { ServoError } from '../errors/servo-error.js';
import type { DataPoint } from './data-point.js';
import type { TimeSeries } from './time-series.js';

/** A single value or a series. */
export type Reading = DataPoint | TimeSeries;

/** A metric that was asked for and has no value, and why: `no-data`, `stale`, `no-traffic`, `nan` … */
export interface AbsentMetric {
  readonly metric: string;
  readonly reason: string;
}

/** What one measuring brought. Empty, stale or undefined values stand in `absent`, never among the numbers. */
export interface Measurement {
  readonly readings: readonly Reading[];
  readonly absent?: readonly AbsentMetric[] | undefined;
  /**
   * How many observations a metric rests on, by its name, such as the requests behind an error rate: no error in 20
   * requests says less than no error in 20,000.
   */
  readonly counts?: Readonly<Record<string, number>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

/** Whether a reading is a series. */
export function isTimeSeries(reading: Reading): reading is TimeSeries {
  return 'points' in reading;
}

/**
 * Makes a measurement. All readings are of one kind: single values or series.
 *
 * @throws {@link ServoError} `READING_INVALID` when the kinds are mixed, or a count is not a whole number from 0.
 */
export function measurement(readings: readonly Reading[], options: Omit<Measurement, 'readings'> = {}): Measurement {
  const [first] = readings;
  const odd = first && readings.find((reading) => isTimeSeries(reading) !== isTimeSeries(first));
  if (first && odd)
    throw new ServoError(
      'READING_INVALID',
      `Expected all readings to be of the kind ${kind(first)}, found ${kind(odd)} for "${odd.metric.name}"`,
    );
  const wrong = Object.entries(options.counts ?? {}).find(([, count]) => !(Number.isSafeInteger(count) && count >= 0));
  if (wrong)
    throw new ServoError(
      'READING_INVALID',
      `Expected the count of "${wrong[0]}" to be a whole number from 0, found ${wrong[1]}`,
    );
  return { readings, ...options };
}

function kind(reading: Reading): string {
  return isTimeSeries(reading) ? 'TimeSeries' : 'DataPoint';
}
