import { z } from '../../zod.js';
import { Secret } from '../../config/secret.js';
import type { Clock } from '../../time/clock.js';
import { type Authorization, type AuthorizationHeaders, isSendable, tokenHeaders } from './authorization.js';
import { networkFailure } from './network-failure.js';
import { OptimizerError } from './optimizer-error.js';
import { parseAnswer } from './parse-answer.js';
import type { Post } from './post.js';
import type { ReadSecret } from './secret-file.js';
import { refusal } from './refusal.js';
import { SharedWork } from './shared-work.js';

const tokenAnswer = z.object({
  access_token: z.string().refine(isSendable),
  expires_in: z.coerce.number().positive().nullish().catch(null),
  expires_at: z.coerce.number().positive().nullish().catch(null),
});

const longestMargin = 30_000; // a token is renewed this many milliseconds before it ends, or sooner if it is short-lived
const usualLife = 3_600_000; // of a token that does not tell

/** What {@link clientCredentials} needs. */
export interface ClientCredentialsOptions {
  readonly tokenUrl: string;
  readonly clientId: string;
  /** Asked for each token. */
  readonly clientSecret: ReadSecret;
  readonly userAgent: string;
  readonly post: Post;
  readonly clock: Clock;
}

interface Token {
  readonly headers: AuthorizationHeaders;
  /** For as long as this is held, its value is masked wherever it stands. */
  readonly secret: Secret;
  /** When to renew it, by the monotonic clock. */
  readonly until: number;
}

/**
 * Gets a token by the OAuth 2 client credentials grant when it is first needed, again before it ends, and again when it
 * is refused. Requests that want one at the same time share it.
 */
export function clientCredentials(options: ClientCredentialsOptions): Authorization {
  const { clock } = options;
  let known: Token | undefined;
  const renewal = new SharedWork(async (signal) => (known = await requestToken(options, signal)));
  return async (signal, refused) => {
    if (known?.headers === refused) known = undefined;
    if (known && clock.monotonic() < known.until) return known.headers;
    return (await renewal.join(signal)).headers;
  };
}

async function requestToken(
  { tokenUrl: url, clientId, clientSecret, userAgent, post, clock }: ClientCredentialsOptions,
  signal: AbortSignal,
): Promise<Token> {
  const basic = Buffer.from(`${clientId}:${(await clientSecret()).reveal()}`).toString('base64');
  const headers = {
    authorization: `Basic ${basic}`,
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
    'user-agent': userAgent,
  };
  const answer = await post({ url, headers, body: 'grant_type=client_credentials', signal }).catch((error: unknown) => {
    throw error instanceof OptimizerError ? error : networkFailure(error, { url });
  });
  if (answer.status < 200 || answer.status > 299) throw refusal(answer, { url, now: clock.now(), issuer: true });
  const token = tokenAnswer.safeParse(parseAnswer(answer, url));
  if (!token.success) throw OptimizerError.invalid('no access_token', url);
  const life = lifeOf(token.data, clock);
  const until = clock.monotonic() + life - Math.min(longestMargin, life / 2);
  const secret = new Secret(token.data.access_token);
  return { headers: tokenHeaders(`Bearer ${secret.reveal()}`), secret, until };
}

/** How long a token holds, in milliseconds. */
function lifeOf({ expires_in: seconds, expires_at: at }: z.output<typeof tokenAnswer>, clock: Clock): number {
  if (seconds != null) return seconds * 1_000;
  return at != null ? Math.max(at * 1_000 - clock.now(), 0) : usualLife;
}
