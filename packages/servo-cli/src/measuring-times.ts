import { type Control, control, Duration, type DurationLike, ServoError } from '@servo/core';
import type { ServoDocument } from '@servo/core/documents';
import { givenDuration } from './given-duration.js';

/** How long one measuring is to take, as far as somebody says it. */
export interface MeasuringTimes {
  readonly duration?: DurationLike | undefined;
  readonly warmup?: DurationLike | undefined;
}

/** Returns the times that the optimizer asks for; none where it does not say, or is a remote one. */
export function optimizerTimes(optimizer: ServoDocument['optimizer']): MeasuringTimes {
  return optimizer?.kind === 'embedded' ? optimizer.measure : {};
}

/**
 * Says how long a measuring takes: what the optimizer asks for wins over the configuration of each connector. `undefined`
 * when nobody says it.
 *
 * @param connectors the sections of the connectors, which passed their schemas.
 */
export function measuringSeconds(asked: MeasuringTimes, connectors: readonly unknown[]): number | undefined {
  const each = [{}, ...connectors].map((section) => {
    const own = (section ?? {}) as MeasuringTimes; // a connector with keys of these names means these times
    const duration = asked.duration ?? own.duration;
    return duration === undefined ? 0 : Duration.from(duration).plus(asked.warmup ?? own.warmup ?? 0).seconds;
  });
  return Math.max(...each) || undefined;
}

/** Makes the control of a measuring by hand: as long as the operator says, or else as in a study. */
export function measuringControl(duration: string | undefined, times: MeasuringTimes): Control {
  const given = duration === undefined ? undefined : givenDuration(duration);
  if (given && given.milliseconds <= 0)
    throw new ServoError('USAGE_INVALID', `Expected to measure for more than 0s, got ${duration}`);
  return control({ ...times, ...(given && { duration: given }) });
}
