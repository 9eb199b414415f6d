import { ServoError } from '../errors/servo-error.js';
import type { Metric } from './metric.js';

/** One value of a metric at one time. */
export interface DataPoint {
  readonly metric: Metric;
  /** Milliseconds since the Unix epoch. */
  readonly time: number;
  /** Finite; what is missing is said in `Measurement.absent`. */
  readonly value: number;
}

/**
 * Makes one value of a metric.
 *
 * @throws {@link ServoError} `READING_INVALID` when the time or the value is not a finite number.
 * @example
 * dataPoint(metric('throughput', 'rpm'), clock.now(), 31337);
 */
export function dataPoint(metric: Metric, time: number, value: number): DataPoint {
  assertFinite(metric, time, value);
  return { metric, time, value };
}

/**
 * Refuses a time or value that is no finite number. Internal: not covered by semver.
 *
 * @throws {@link ServoError} `READING_INVALID`.
 */
export function assertFinite({ name }: Metric, time: unknown, value: unknown): void {
  if (Number.isFinite(time) && Number.isFinite(value)) return;
  const [what, found] = Number.isFinite(value) ? ['time', time] : ['value', value];
  throw new ServoError('READING_INVALID', `Expected a finite ${what} of "${name}", got ${String(found)}`, {
    hint: 'Report a missing value in `absent` of the measurement, with its reason.',
  });
}
