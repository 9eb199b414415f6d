/** How a wait ends early. */
export interface SleepOptions {
  /** Rejects the wait with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The source of time. Everything that reads or waits takes one, so that tests need not wait.
 *
 * `now` follows the wall clock and may jump; use it for timestamps only. `monotonic` never goes back; use it for
 * durations and deadlines.
 */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Milliseconds since an arbitrary start; never decreases. */
  monotonic(): number;
  /** Resolves after `milliseconds`; rejects with the abort reason as soon as `signal` aborts. */
  sleep(milliseconds: number, options?: SleepOptions): Promise<void>;
}
