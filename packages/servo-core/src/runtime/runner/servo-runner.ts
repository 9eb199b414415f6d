import { ServoError } from '../../errors/servo-error.js';
import { over } from '../../time/over.js';
import { backoff } from '../../time/backoff.js';
import { Completions } from './completions.js';
import { observeRetries } from './observe-retries.js';
import { Restart } from './restart.js';
import { ServoSession } from './servo-session.js';
import type { ServoSessionOptions } from './servo-session-options.js';
import { Shutdown, shutdownReason } from './shutdown.js';

const longestRest = 900_000; // milliseconds

/**
 * Drives one servo: session after session until the signal aborts. The first one must begin well; after that, whatever
 * goes wrong is tried again, with growing waits, as nobody may be watching.
 */
export class ServoRunner {
  readonly #options: ServoSessionOptions;
  readonly #completions: Completions;
  #restarts = 0;
  /** Aborts when a pause begins; a new one is there when it ends. */
  #pausing = new AbortController();
  /** Aborts when the pause ends. */
  #resuming = new AbortController();

  constructor(options: ServoSessionOptions) {
    this.#options = options;
    const { client, logger } = options;
    this.#completions = new Completions({ client, logger, onRetry: observeRetries(options) });
  }

  /** Ends the session in good order, which puts the settings back, and begins none until {@link resume}. */
  pause(): void {
    if (this.#pausing.signal.aborted) return;
    this.#resuming = new AbortController();
    this.#pausing.abort(new Shutdown('paused'));
  }

  /** Ends a pause. */
  resume(): void {
    this.#pausing = new AbortController();
    this.#resuming.abort(over);
  }

  /** Runs until `signal` aborts. Rejects only when the first session cannot begin. */
  async run(signal: AbortSignal): Promise<void> {
    const { observe, servo } = this.#options;
    try {
      for (let first = true; !signal.aborted; first = false) {
        await this.#session(first, AbortSignal.any([signal, this.#pausing.signal]));
        if (this.#pausing.signal.aborted && !signal.aborted) await this.#rest(signal);
      }
    } finally {
      observe({ type: 'stopped', servo: servo.name, reason: shutdownReason(signal) });
    }
  }

  /** A session, and the wait before the next one; ends early when `signal` aborts. */
  async #session(first: boolean, signal: AbortSignal): Promise<void> {
    const session = new ServoSession(this.#options, this.#completions);
    try {
      const restart = await session.run(signal);
      if (session.worked) this.#restarts = 0;
      if (restart) await this.#wait(restart, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (first) throw error;
      await this.#wait(ServoError.from(error), signal);
    }
  }

  /** What happens again and again is given more and more time. */
  async #wait(cause: ServoError, signal: AbortSignal): Promise<void> {
    const { clock, random, observe, servo } = this.#options;
    const asked = cause instanceof Restart ? cause.wait : 0;
    const milliseconds = Math.max(asked, backoff(this.#restarts, { random, cap: longestRest }));
    this.#restarts += 1;
    observe({ type: 'restarting', servo: servo.name, milliseconds, message: cause.message });
    await clock.sleep(milliseconds, { signal }).catch(() => {}); // aborted: the run looks itself
  }

  /** Waits for the end of a pause by the clock, which keeps the process alive where nothing else does. */
  async #rest(signal: AbortSignal): Promise<void> {
    const { clock, observe, servo } = this.#options;
    observe({ type: 'paused', servo: servo.name });
    await clock.sleep(Infinity, { signal: AbortSignal.any([signal, this.#resuming.signal]) }).catch(() => {}); // its end
    if (!signal.aborted) observe({ type: 'resumed', servo: servo.name });
  }
}
