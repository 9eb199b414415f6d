import { z } from 'zod';
import type { Secret } from '../../config/secret.js';
import type { Clock } from '../../time/clock.js';
import type { Authorization } from './authorization.js';
import { OptimizerError } from './optimizer-error.js';
import type { Post } from './post.js';

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive().default(3_600) });
const margin = 30_000; // a token is renewed this many milliseconds before it ends

/** What {@link clientCredentials} needs. */
export interface ClientCredentialsOptions {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly post: Post;
  readonly clock: Clock;
}

/** Gets a token by the OAuth 2 client credentials grant when it is first needed, and again before it ends. */
export function clientCredentials({
  tokenUrl,
  clientId,
  clientSecret,
  post,
  clock,
}: ClientCredentialsOptions): Authorization {
  let known: { readonly headers: Readonly<Record<string, string>>; readonly until: number } | undefined;
  return async (signal) => {
    if (known && clock.monotonic() < known.until) return known.headers;
    const basic = Buffer.from(`${clientId}:${clientSecret.reveal()}`).toString('base64');
    const answer = await post({
      url: tokenUrl,
      headers: {
        authorization: `Basic ${basic}`,
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
      signal,
    });
    if (answer.status < 200 || answer.status > 299) throw OptimizerError.ofStatus(answer, tokenUrl);
    const token = tokenAnswer.parse(JSON.parse(await answer.text()));
    const until = clock.monotonic() + token.expires_in * 1_000 - margin;
    known = { headers: { Authorization: `Bearer ${token.access_token}` }, until };
    return known.headers;
  };
}
