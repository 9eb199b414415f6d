import type { IncomingHttpHeaders } from 'node:http';

/** No API server may send the connector away for longer, in seconds: a workload may be waiting to be taken back. */
const longest = 60;

/**
 * How many seconds an answer asks to be left alone, in its header `Retry-After` as a number or a date; `undefined` where it does
 * not. A date is compared with that of the answer, so that the clocks of the two machines need not agree.
 */
export function retryAfter({ 'retry-after': wish = '', date }: IncomingHttpHeaders): number | undefined {
  const seconds = /^\d+$/.test(wish) ? Number(wish) : (Date.parse(wish) - Date.parse(date ?? '')) / 1_000;
  return seconds > 0 ? withinReason(seconds) : undefined;
}

/** Returns a wish of an API server for so many seconds, or the longest that is granted. */
export function withinReason(seconds: number): number {
  return Math.min(seconds, longest);
}
