import { formatCondition } from './slo-condition.js';
import type { FastFailConfig } from './fast-fail-config.js';
import { type SloWatchOptions, watchSlo } from './watch-slo.js';

/** What {@link failFast} takes besides the work. */
export interface FailFastOptions extends SloWatchOptions {
  readonly config: FastFailConfig;
}

/**
 * Does the work of a measurement, and ends it when a condition is violated. The work goes on to its own end where
 * there is no condition or the configuration says so; the watch never makes it longer.
 *
 * @param work given a signal that also aborts on a violation.
 * @throws {@link EventAbortedError} with the reason `slo-violation` when a condition is violated; what {@link watchSlo}
 * and the work throw otherwise.
 * @example
 * const { signal, clock, logger } = context;
 * const conditions = sloConditions(control, context);
 * const sample = ({ from, to, signal }) => this.query(from, to, signal);
 * const options = { conditions, config: this.config.fastFail, sample, clock, signal, logger };
 * await failFast((signal) => clock.sleep(control.duration.milliseconds, { signal }), options);
 */
export async function failFast<T>(work: (signal: AbortSignal) => Promise<T>, options: FailFastOptions): Promise<T> {
  const { conditions, config, signal, logger } = options;
  if (config.disabled || conditions.length === 0) return work(signal);
  logger?.info(`The measurement ends early when it breaks one of ${conditions.map(formatCondition).join(', ')}`);
  const [failed, done] = [new AbortController(), new AbortController()];
  watchSlo({ ...options, signal: AbortSignal.any([signal, done.signal]) }).catch((error: unknown) => {
    if (!signal.aborted && !done.signal.aborted) failed.abort(error); // else the watch was to end
  });
  try {
    return await work(AbortSignal.any([signal, failed.signal]));
  } catch (error) {
    failed.signal.throwIfAborted(); // whatever became of the work after that
    throw error;
  } finally {
    done.abort();
  }
}
