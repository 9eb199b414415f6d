import type { Clock } from '../../time/clock.js';
import { Duration } from '../../time/duration.js';
import { OptimizerError, type OptimizerErrorCode } from './optimizer-error.js';

/** How long something is tried again. */
export interface RetryLimit {
  /** Milliseconds since the first attempt. */
  readonly maxTime?: number | undefined;
  readonly maxTries?: number | undefined;
}

/** What is left of the attempts at one request. */
export class RetryBudget {
  readonly #limit: RetryLimit;
  readonly #clock: Clock;
  readonly #began: number;
  #tries = 0;

  constructor(limit: RetryLimit | undefined, clock: Clock) {
    this.#limit = limit ?? {};
    this.#clock = clock;
    this.#began = clock.monotonic();
  }

  /**
   * Allows a wait before another attempt, shortened to the time that is left.
   *
   * @throws {@link OptimizerError} that of the last attempt, when there must not be another one.
   */
  take(wanted: number, error: OptimizerError): number {
    const { maxTime = Number.POSITIVE_INFINITY, maxTries = Number.POSITIVE_INFINITY } = this.#limit;
    const left = maxTime - (this.#clock.monotonic() - this.#began);
    this.#tries += 1;
    if (left <= 0 || this.#tries >= maxTries) throw this.#spent(error);
    return Math.min(wanted, left);
  }

  #spent(error: OptimizerError): OptimizerError {
    const { message, code, status } = error;
    const time = String(new Duration(this.#clock.monotonic() - this.#began));
    return new OptimizerError(`${message} (given up; attempts: ${this.#tries}, time: ${time})`, {
      code: code as OptimizerErrorCode, // what it was made with
      status,
      verdict: 'fatal',
      cause: error,
      hint: 'settings.backoff.connect says how long the servo tries to connect.',
    });
  }
}
