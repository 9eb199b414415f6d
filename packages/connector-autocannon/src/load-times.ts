import { type Control, control as controlOf, Duration } from '@servo/core';
import type { AutocannonSettings } from './autocannon-config.js';

/** How long a load takes. */
export interface LoadTimes {
  readonly warmup: Duration;
  readonly duration: Duration;
  /** What the configuration says otherwise and does not count, such as `duration 10s`. */
  readonly overruled: readonly string[];
}

type OwnTimes = Pick<AutocannonSettings, 'warmup' | 'duration'>;

/**
 * Says how long a load takes. Times of the control win over those of the configuration, because other connectors measure
 * in the same window. A control that says nothing looks as one with the default: 1 s without a warm-up.
 */
export function loadTimes(own: OwnTimes, control: Pick<Control, 'warmup' | 'duration'>): LoadTimes {
  const unsaid = controlOf();
  const isSaid = (key: keyof OwnTimes): boolean => !control[key].equals(unsaid[key]) && !control[key].equals(0);
  const chosen = (key: keyof OwnTimes): Duration => (isSaid(key) ? control[key] : (own[key] ?? control[key]));
  const overruled = (['warmup', 'duration'] as const).flatMap((key) =>
    own[key]?.equals(chosen(key)) === false ? [`${key} ${String(own[key])}`] : [],
  );
  return { warmup: chosen('warmup'), duration: chosen('duration'), overruled };
}
