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

/** What the operator says on the command line. */
export interface GivenTimes {
  readonly duration?: string | undefined;
  readonly warmup?: string | undefined;
}

/** Makes the control of a measuring by hand: as long as the operator says, or else as in a study. */
export function measuringControl({ duration, warmup }: GivenTimes, times: MeasuringTimes): Control {
  const [long, before] = [duration, warmup].map((text) => (text === undefined ? undefined : givenDuration(text)));
  if (long && long.milliseconds <= 0)
    throw new ServoError('USAGE_INVALID', `Expected to measure for more than 0s, got ${duration}`);
  if (before && before.milliseconds < 0)
    throw new ServoError('USAGE_INVALID', `Expected a warm-up of 0s or more, got ${warmup}`);
  return control({ ...times, ...(long && { duration: long }), ...(before && { warmup: before }) });
}
