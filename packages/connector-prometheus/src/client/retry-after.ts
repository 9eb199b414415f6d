const longest = 60_000; // milliseconds; a server that is away for longer is asked again meanwhile

/**
 * How many milliseconds a `Retry-After` header asks to wait, given in seconds or as a date, and at most a minute; `undefined`
 * where there is none or it makes no sense.
 */
export function retryAfter(header: unknown, now: number): number | undefined {
  if (typeof header !== 'string') return undefined;
  const text = header.trim();
  const milliseconds = /^\d+$/.test(text) ? Number(text) * 1_000 : dateOf(text) - now;
  return Number.isNaN(milliseconds) ? undefined : Math.min(Math.max(milliseconds, 0), longest);
}

/** The time of a date as HTTP writes it; other texts, such as a negative number, are none. */
function dateOf(text: string): number {
  return /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : Number.NaN;
}
