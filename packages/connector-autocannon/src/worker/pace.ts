import type { Clock } from '@servo/core';

/** How often, for how long, and how to stop. */
export interface PaceOptions {
  readonly clock: Clock;
  /** Calls per second. */
  readonly rate: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly signal: AbortSignal;
}

const slack = 0.001; // milliseconds; sums of fractions may be this far off, which is no reason to wait once more

/**
 * Calls `due` at an even rate: the first time at once, the last time less than `duration` later, whatever else happens;
 * what a busy processor delayed is made up for. Resolves at the end of `duration`.
 *
 * @throws the abort reason.
 */
export async function pace(due: () => void, { clock, rate, duration, signal }: PaceOptions): Promise<void> {
  const start = clock.monotonic();
  const count = Math.ceil((duration * rate) / 1_000);
  const timeOf = (index: number): number => (index < count ? (index * 1_000) / rate : duration);
  for (let index = 0; ; ) {
    const elapsed = clock.monotonic() - start;
    for (; index < count && timeOf(index) <= elapsed + slack; index += 1) due();
    const rest = timeOf(index) - elapsed;
    if (rest <= slack) return;
    await clock.sleep(rest, { signal });
  }
}
