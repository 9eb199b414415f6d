import type { Secret } from '../../config/secret.js';
import { OptimizerError } from './optimizer-error.js';
import type { ReadSecret } from './secret-file.js';

/** The headers that prove who the servo is. */
export type AuthorizationHeaders = Readonly<Record<string, string>>;

/**
 * Gives the headers that prove who the servo is. `refused` are those that were answered by 401: where others can be had,
 * they are given; the same ones say that nothing else is known.
 */
export type Authorization = (signal: AbortSignal, refused?: AuthorizationHeaders) => Promise<AuthorizationHeaders>;

/**
 * The headers for a token: `X-SF-Token <secret>` goes into a header of that name, what says `Bearer` is sent as it is,
 * and anything else is a bearer token.
 */
export function tokenHeaders(token: string): AuthorizationHeaders {
  const own = 'X-SF-Token';
  if (token.startsWith(own)) return { [own]: token.slice(own.length + 1) };
  return { Authorization: token.includes('Bearer') ? token : `Bearer ${token}` };
}

/**
 * Proves who the servo is by a token. One that is refused is read again, where `readAgain` is given: it may have been
 * replaced; what cannot be sent does not replace it.
 *
 * @throws {@link OptimizerError} `OPTIMIZER_UNAUTHORIZED` when the token cannot be sent.
 */
export function tokenAuthorization(token: Secret, readAgain?: ReadSecret): Authorization {
  let text = token.reveal().trim();
  if (!isSendable(text))
    throw new OptimizerError('The token of the optimizer holds characters that no header can have', {
      code: 'OPTIMIZER_UNAUTHORIZED',
      verdict: 'fatal',
      hint: 'Look for line breaks and for letters that are not ASCII in what gives the token.',
    });
  let headers = tokenHeaders(text);
  return async (_, refused) => {
    if (refused !== headers || !readAgain) return headers;
    const found = (await readAgain()).reveal().trim();
    if (refused === headers && found !== text && isSendable(found)) {
      text = found;
      headers = tokenHeaders(text);
    }
    return headers;
  };
}

/** Whether a text is something, and can be the value of a header. */
export function isSendable(text: string): boolean {
  return /^[\x20-\x7e]+$/.test(text);
}
