import type { Clock } from '@servo/core';

/** What an {@link Outage} is judged by. */
export interface OutageOptions {
  readonly clock: Clock;
  /** For how many milliseconds a server is asked again that does not answer. */
  readonly budget: number;
}

/**
 * How long a server has not answered. All that is asked of it shares one budget: otherwise each question that follows another
 * one would be asked as long again.
 */
export class Outage {
  readonly #options: OutageOptions;
  #since: number | undefined;
  #lastSeen = 0;

  constructor(options: OutageOptions) {
    this.#options = options;
  }

  /** Whether it was noticed before. */
  get isKnown(): boolean {
    return this.#since !== undefined;
  }

  /** Notes an attempt without an answer, and when it began; returns when the last one may begin. Monotonic milliseconds. */
  noticed(begun: number): number {
    const { clock, budget } = this.#options;
    const isAnother = this.#since === undefined || begun - this.#lastSeen > budget; // nobody looked for long
    if (isAnother) this.#since = begun;
    this.#lastSeen = clock.monotonic();
    return (this.#since ?? begun) + budget;
  }

  /** Notes that the server answered. */
  over(): void {
    this.#since = undefined;
  }
}
