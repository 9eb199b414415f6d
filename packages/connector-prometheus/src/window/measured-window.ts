import { type Clock, type Control, type EventContext, MeasurementFailedError } from '@servo/core';
import { StagedWait } from './staged-wait.js';

/** A stretch of time that was measured, in milliseconds since the Unix epoch. */
export interface MeasuredWindow {
  readonly start: number;
  readonly end: number;
}

/** What a window is waited for with. */
export interface MeasuredWindowOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly progress: EventContext['progress'];
  /** How long after the end the last scrape may come, in milliseconds; the window does not wait to learn it. */
  readonly lastScrape: Promise<number>;
  /** Goes on while it is measured, and may end that early; waits by what it is given. */
  readonly measuring: (wait: (signal: AbortSignal) => Promise<void>) => Promise<void>;
}

/**
 * Waits for the warm-up, for exactly the time that is measured, and until the last scrape is in, or for the delay of the
 * control where that is longer. All of it counts from the call: a load that begins at the same time is measured as it is.
 *
 * @throws {@link MeasurementFailedError} when there is nothing to wait for, and the reason of the signal.
 */
export async function measuredWindow(control: Control, options: MeasuredWindowOptions): Promise<MeasuredWindow> {
  const { clock, signal, lastScrape, measuring } = options;
  const [warmup, duration] = [control.warmup.milliseconds, control.duration.milliseconds];
  const over = warmup + duration;
  const late = whenKnown(lastScrape);
  if (duration <= 0) throw nothingToMeasure();
  const total = (): number => over + Math.max(control.delay.milliseconds, late() ?? 0);
  const wait = new StagedWait({ ...options, total });
  await wait.until(() => warmup, 'warming up', signal);
  const start = Math.round(clock.now() - (wait.elapsed - warmup)); // a timer is late by a little
  await measuring((watched) => wait.until(() => over, 'measuring', watched));
  await wait.until(() => (late() === undefined ? Infinity : total()), 'waiting for the last scrape', signal);
  return { start, end: start + duration };
}

/** What has come of a promise; nothing before that, or where it failed, which others hear of. */
function whenKnown(promise: Promise<number>): () => number | undefined {
  let value: number | undefined;
  promise.then(
    (known) => (value = known),
    () => {},
  );
  return () => value;
}

function nothingToMeasure(): MeasurementFailedError {
  return new MeasurementFailedError('There is nothing to measure in no time: the duration is 0', {
    reason: 'no-duration',
  });
}
