import type { Clock } from './clock.js';

/** How often and how long to ask. */
export interface PollOptions {
  readonly clock: Clock;
  /** Milliseconds between two questions. */
  readonly every: number;
  readonly signal: AbortSignal;
}

/**
 * Asks until the answer is something other than `undefined`, and returns it. Rejects with the abort reason.
 *
 * @example
 * const pod = await pollUntil(() => readyPod(), { clock, every: 500, signal: limit.signal });
 */
export async function pollUntil<T>(
  ask: () => Promise<T | undefined> | T | undefined,
  { clock, every, signal }: PollOptions,
): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    const answer = await ask();
    if (answer !== undefined) return answer;
    await clock.sleep(every, { signal });
  }
}
