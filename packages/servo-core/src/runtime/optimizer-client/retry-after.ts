/** No optimizer may send a servo away for longer, in milliseconds. */
const longest = 300_000;

/**
 * How many milliseconds a `Retry-After` header asks to wait, given in seconds or as a date, and at most five minutes;
 * `undefined` where there is none or it makes no sense.
 */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isNaN(milliseconds) ? undefined : Math.min(Math.max(milliseconds, 0), longest);
}
