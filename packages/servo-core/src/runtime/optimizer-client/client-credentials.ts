import { z } from 'zod';
import type { Secret } from '../../config/secret.js';
import type { Clock } from '../../time/clock.js';
import type { Authorization, Fetch } from './authorization.js';
import { OptimizerError } from './optimizer-error.js';

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive().default(3_600) });
const margin = 30_000; // a token is renewed this many milliseconds before it ends

/** What {@link clientCredentials} needs. */
export interface ClientCredentialsOptions {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly fetch: Fetch;
  readonly clock: Clock;
}

/** Gets a token by the OAuth 2 client credentials grant when it is first needed, and again before it ends. */
export function clientCredentials({
  tokenUrl,
  clientId,
  clientSecret,
  fetch,
  clock,
}: ClientCredentialsOptions): Authorization {
  let known: { readonly headers: Readonly<Record<string, string>>; readonly until: number } | undefined;
  return async (signal) => {
    if (known && clock.monotonic() < known.until) return known.headers;
    const basic = Buffer.from(`${clientId}:${clientSecret.reveal()}`).toString('base64');
    const response = await fetch(
      new Request(tokenUrl, {
        method: 'POST',
        headers: {
          authorization: `Basic ${basic}`,
          accept: 'application/json',
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: 'grant_type=client_credentials',
        signal,
      }),
    );
    if (!response.ok) throw OptimizerError.ofStatus(response, tokenUrl);
    const answer = tokenAnswer.parse(await response.json());
    const until = clock.monotonic() + answer.expires_in * 1_000 - margin;
    known = { headers: { Authorization: `Bearer ${answer.access_token}` }, until };
    return known.headers;
  };
}
