import { MeasurementFailedError, ServoError } from '@servo/core';

/** What it means for a measurement that a query of a metric was not answered. */
export function queryFailed(metric: string, cause: unknown): MeasurementFailedError {
  const { message, hint } = ServoError.from(cause);
  return new MeasurementFailedError(`The metric "${metric}" cannot be asked for: ${message}`, {
    reason: 'query-failed',
    cause,
    hint,
  });
}
