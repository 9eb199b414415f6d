import { ServoError } from '../../errors/servo-error.js';
import { backoff } from '../../time/backoff.js';
import { Restart } from './restart.js';
import { ServoSession } from './servo-session.js';
import type { ServoSessionOptions } from './servo-session-options.js';
import { Shutdown } from './shutdown.js';

const longestRest = 900_000; // milliseconds

/**
 * Drives one servo: session after session until the signal aborts. The first one must begin well; after that, whatever
 * goes wrong is tried again, with growing waits, as nobody may be watching.
 */
export class ServoRunner {
  readonly #options: ServoSessionOptions;
  #restarts = 0;

  constructor(options: ServoSessionOptions) {
    this.#options = options;
  }

  /** Runs until `signal` aborts. Rejects only when the first session cannot begin. */
  async run(signal: AbortSignal): Promise<void> {
    const { observe, servo } = this.#options;
    try {
      for (let first = true; !signal.aborted; first = false) await this.#session(first, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      observe({ type: 'stopped', servo: servo.name, reason: reasonOf(signal) });
    }
  }

  async #session(first: boolean, signal: AbortSignal): Promise<void> {
    const session = new ServoSession(this.#options);
    try {
      const restart = await session.run(signal);
      if (session.worked) this.#restarts = 0;
      if (restart) await this.#rest(restart, signal);
    } catch (error) {
      if (first || signal.aborted) throw error;
      await this.#rest(ServoError.from(error), signal);
    }
  }

  /** What happens again and again is given more and more time. */
  async #rest(cause: ServoError, signal: AbortSignal): Promise<void> {
    const { clock, random, observe, servo } = this.#options;
    const expected = cause instanceof Restart;
    const spread = this.#restarts > 0 || !expected ? backoff(this.#restarts, { random, cap: longestRest }) : 0;
    const milliseconds = Math.max(expected ? cause.wait : 0, spread);
    this.#restarts += 1;
    observe({ type: 'restarting', servo: servo.name, milliseconds, message: cause.message });
    if (milliseconds > 0) await clock.sleep(milliseconds, { signal });
  }
}

function reasonOf({ reason }: AbortSignal): string {
  return reason instanceof Shutdown ? reason.reason : 'unknown';
}
