import type { Clock } from './clock.js';
import { over } from './over.js';

/** A signal that also aborts when its time is up; dispose it when the work is done. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
}

/** What a {@link deadline} is made of. */
export interface DeadlineOptions {
  readonly clock: Clock;
  /** The parent: its abort passes through with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** The reason of the abort when the time is up. */
  readonly reason: () => unknown;
}

/**
 * Links a signal with a timeout.
 *
 * @example
 * using limit = deadline(10_000, { clock, signal, reason: () => new MeasurementFailedError('No answer in 10s') });
 * await answer({ signal: limit.signal });
 */
export function deadline(milliseconds: number, { clock, signal, reason }: DeadlineOptions): Deadline {
  const controller = new AbortController();
  const done = new AbortController();
  const pass = (): void => controller.abort(signal?.reason); // a third of the cost of AbortSignal.any
  if (signal?.aborted) pass();
  else signal?.addEventListener('abort', pass);
  clock.sleep(milliseconds, { signal: done.signal }).then(
    () => controller.abort(reason()),
    () => {}, // disposed before the time was up
  );
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      done.abort(over);
      signal?.removeEventListener('abort', pass);
    },
  };
}
