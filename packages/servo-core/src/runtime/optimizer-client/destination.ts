import type { Authorization, AuthorizationHeaders } from './authorization.js';

/** Where a request goes, and what proves there who the servo is: one is of no use, or of harm, with another's other. */
export interface Destination {
  readonly url: string;
  readonly headers: AuthorizationHeaders;
}

/**
 * Tells where the next request goes. `refused` is a destination that answered 401: where another one can be had, it is
 * given; the same one says that nothing else is known.
 */
export type FindDestination = (signal: AbortSignal, refused?: Destination) => Promise<Destination>;

/** Always the same URL. */
export function fixedDestination(url: string, authorization: Authorization): FindDestination {
  return async (signal, refused) => ({ url, headers: await authorization(signal, refused?.headers) });
}

/** Whether a request to both would be the same. */
export function isSameDestination(one: Destination, other: Destination): boolean {
  return one.url === other.url && JSON.stringify(one.headers) === JSON.stringify(other.headers);
}
