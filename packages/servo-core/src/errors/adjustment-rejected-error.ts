import { AdjustmentFailedError } from './adjustment-failed-error.js';
import { brand } from './brand.js';
import type { EventErrorOptions } from './event-error.js';

/**
 * A final verdict: the target cannot run with these settings, so the optimizer must not try them again.
 *
 * The previous settings are in force again when this is thrown.
 *
 * @example
 * throw new AdjustmentRejectedError('The service exited with code 134', { reason: 'start-failed' });
 */
export class AdjustmentRejectedError extends AdjustmentFailedError {
  constructor(message: string, options: EventErrorOptions = {}) {
    super(message, { ...options, code: 'ADJUSTMENT_REJECTED', retryable: false });
  }
}
brand(AdjustmentRejectedError, 'adjustment-rejected-error');
