/** Gives the headers that prove who the servo is. */
export type Authorization = (signal: AbortSignal) => Promise<Readonly<Record<string, string>>>;

/**
 * The headers for a token: `X-SF-Token <secret>` goes into a header of that name, what says `Bearer` is sent as it is,
 * and anything else is a bearer token.
 */
export function tokenHeaders(token: string): Readonly<Record<string, string>> {
  const own = 'X-SF-Token';
  if (token.startsWith(own)) return { [own]: token.slice(own.length + 1) };
  return { Authorization: token.includes('Bearer') ? token : `Bearer ${token}` };
}
