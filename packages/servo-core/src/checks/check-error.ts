import { brand } from '../errors/brand.js';
import { ServoError, type ServoErrorOptions } from '../errors/servo-error.js';

/** What a {@link CheckError} carries besides its message. */
export interface CheckErrorOptions extends ServoErrorOptions {
  /** Repairs the cause; run only when the operator asks for it. */
  readonly remedy?: (signal: AbortSignal) => Promise<void>;
}

/**
 * A failed check that knows what to do.
 *
 * @example
 * throw new CheckError('namespace "shop" does not exist', { hint: 'kubectl create namespace shop' });
 */
export class CheckError extends ServoError {
  readonly remedy: ((signal: AbortSignal) => Promise<void>) | undefined;

  constructor(message: string, options: CheckErrorOptions = {}) {
    super('CHECK_FAILED', message, options);
    this.remedy = options.remedy;
  }
}
brand(CheckError, 'check-error');
