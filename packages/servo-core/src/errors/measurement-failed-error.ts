import { brand } from './brand.js';
import { type EventErrorOptions, EventError } from './event-error.js';

/**
 * A measurement that brought no usable data; measuring again may succeed.
 *
 * @example
 * throw new MeasurementFailedError('No request completed in 4s', { reason: 'no-traffic' });
 */
export class MeasurementFailedError extends EventError {
  constructor(message: string, options: EventErrorOptions = {}) {
    super('MEASUREMENT_FAILED', message, { retryable: true, ...options });
  }
}
brand(MeasurementFailedError, 'measurement-failed-error');
