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
 * @throws {@link ServoError} `READING_INVALID` when the value is not a finite number.
 * @example
 * dataPoint(metric('throughput', 'rpm'), clock.now(), 31337);
 */
export function dataPoint(metric: Metric, time: number, value: number): DataPoint {
  assertFinite(metric, value);
  return { metric, time, value };
}

/** Internal: not covered by semver. */
export function assertFinite({ name }: Metric, value: unknown): void {
  if (Number.isFinite(value)) return;
  throw new ServoError('READING_INVALID', `Expected a finite value of "${name}", got ${String(value)}`, {
    hint: 'Report a missing value in `absent` of the measurement, with its reason.',
  });
}
