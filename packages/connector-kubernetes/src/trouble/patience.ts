import type { Clock } from '@servo/core';

/** Waits for a trouble to go away by itself, and gives up when it has been there for some time without a break. */
export class Patience {
  readonly #clock: Clock;
  readonly #grace: number;
  #since: number | undefined;

  /** @param grace in milliseconds */
  constructor(clock: Clock, grace: number) {
    this.#clock = clock;
    this.#grace = grace;
  }

  /** Notes the present trouble, if there is any; returns it when there has been one for too long. */
  endsWith<T>(trouble: T | undefined): T | undefined {
    const now = this.#clock.monotonic();
    this.#since = trouble === undefined ? undefined : (this.#since ?? now);
    return this.#since !== undefined && now - this.#since >= this.#grace ? trouble : undefined;
  }
}
