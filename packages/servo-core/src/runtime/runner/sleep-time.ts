import { Duration } from '../../time/duration.js';

/** How long a servo sleeps when the optimizer does not say, in seconds. */
export const defaultSleep = 120;

const shortestSleep = 1_000; // milliseconds

/** How long an optimizer lets the servo sleep, in milliseconds; never so short that the loop would spin. */
export function sleepTime(duration: string | number): number {
  try {
    const { milliseconds } = Duration.from(duration);
    return milliseconds < 0 ? defaultSleep * 1_000 : Math.max(milliseconds, shortestSleep);
  } catch {
    return defaultSleep * 1_000; // not a duration: as if it said nothing
  }
}
