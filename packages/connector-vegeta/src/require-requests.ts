import { Duration, MeasurementFailedError } from '@servo/core';
import type { Rate } from './rate.js';

/** When what is sent, as a plan has it. Times in milliseconds. */
interface TimedRates {
  readonly ramp: readonly { readonly rate: Rate; readonly at: number; readonly duration: number }[];
  readonly main: { readonly rate: Rate; readonly warmup: number };
  readonly warmup: number;
  readonly duration: number;
}

/**
 * Makes sure that a request is due within the window of a plan, and that each rate of its ramp has its first one before the
 * plan ends: vegeta would wait for it, however long that is.
 *
 * @throws {@link MeasurementFailedError} with the reason `no-traffic`.
 */
export function requireRequests({ main, ramp, duration, warmup }: TimedRates): void {
  if (!hasRequest(main, duration)) throw tooShort(`a window of ${shown(duration)}`, main.rate, 'measure.duration');
  const idle = ramp.find(({ rate, at }) => at + rate.gap > warmup + duration);
  if (idle) throw tooShort(`its ${shown(idle.duration)} of the warm-up`, idle.rate, 'measure.warmup');
}

/** Requests are due at the end of each gap; one counts for the window from the middle of its gap on. */
function hasRequest({ rate: { gap }, warmup }: TimedRates['main'], duration: number): boolean {
  if (gap <= duration) return true;
  return Math.ceil(warmup / gap + 0.5) * gap <= warmup + duration;
}

function tooShort(what: string, rate: Rate, key: string): MeasurementFailedError {
  const option = key === 'measure.warmup' ? '--warmup' : '--duration';
  return new MeasurementFailedError(`At a rate of ${String(rate)} no request is due within ${what}`, {
    reason: 'no-traffic',
    hint: `A request is due each ${shown(rate.gap)}: raise the rate, or make the time longer ("${key}" of the optimizer, or ${option}).`,
  });
}

function shown(milliseconds: number): string {
  return String(new Duration(milliseconds));
}
