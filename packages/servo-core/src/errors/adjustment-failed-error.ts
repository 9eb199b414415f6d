import { brand } from './brand.js';
import { EventError, type EventErrorOptions } from './event-error.js';

/**
 * An adjustment that was not, or not wholly, applied; trying again may succeed.
 *
 * @example
 * throw new AdjustmentFailedError('The API server answered 503', { cause: error });
 */
export class AdjustmentFailedError extends EventError {
  constructor(message: string, options: EventErrorOptions & { readonly code?: string } = {}) {
    super(options.code ?? 'ADJUSTMENT_FAILED', message, { retryable: true, ...options });
  }
}
brand(AdjustmentFailedError, 'adjustment-failed-error');
