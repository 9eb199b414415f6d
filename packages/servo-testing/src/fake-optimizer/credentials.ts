import type { Clock } from '@servo/core';
import type { Incoming } from './incoming.js';
import type { HttpAnswer } from './reply.js';
import type { Problem } from './violation.js';

/** Who may speak. */
export interface CredentialsOptions {
  /** What the servos are configured with; one that begins with `X-SF-Token ` comes in a header of that name. */
  readonly token: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** In seconds. */
  readonly tokenLifetime: number;
  readonly clock: Clock;
}

// Tokens are remembered for a while after their end, to tell one that ended from one that never was.
const remembered = 10_000;

/** Knows the token that servos are configured with, and gives out others for client credentials. */
export class Credentials {
  readonly #options: CredentialsOptions;
  readonly #tokens = new Map<string, { readonly until: number; revoked: boolean }>();
  #issued = 0;

  constructor(options: CredentialsOptions) {
    this.#options = options;
  }

  /** Says what is wrong with the proof of a request, and whether it is refused. */
  check({ headers }: Incoming, kind: 'opsani' | 'appdynamics'): { problems: readonly Problem[]; refused: boolean } {
    const { authorization, 'x-sf-token': own } = headers;
    if (authorization !== undefined && own !== undefined)
      return wrong('the request carries both Authorization and X-SF-Token');
    const [name, expected] = this.#expected();
    if (headers[name] === expected) return { problems: [], refused: false };
    const issued = kind === 'appdynamics' ? this.#tokens.get(authorization?.replace(/^Bearer /, '') ?? '') : undefined;
    if (!issued) return wrong(authorization || own ? 'the token is not one of this optimizer' : 'there is no token');
    if (issued.until <= this.#options.clock.monotonic()) return wrong('the token has ended');
    return { problems: [], refused: issued.revoked };
  }

  /** Gives out a token for client credentials. */
  issue({ headers, body }: Incoming): { readonly problems: readonly Problem[]; readonly answer: HttpAnswer } {
    const { clientId, clientSecret, tokenLifetime, clock } = this.#options;
    const expected = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
    if (headers['authorization'] !== expected)
      return {
        ...wrong('the client credentials are not those of this optimizer'),
        answer: oauthError(401, 'invalid_client'),
      };
    const grant = new URLSearchParams(body).get('grant_type');
    if (grant !== 'client_credentials')
      return {
        problems: [{ rule: 'param', message: `grant_type is ${grant}, not client_credentials` }],
        answer: oauthError(400, 'unsupported_grant_type'),
      };
    const token = `token-${++this.#issued}`;
    this.#tokens.set(token, { until: clock.monotonic() + tokenLifetime * 1_000, revoked: false });
    const [oldest] = this.#tokens.keys();
    if (oldest !== undefined && this.#tokens.size > remembered) this.#tokens.delete(oldest);
    const answer = { access_token: token, token_type: 'Bearer', expires_in: tokenLifetime };
    return { problems: [], answer: { status: 200, body: JSON.stringify(answer) } };
  }

  /** Takes the tokens back that were given out: they are refused from now on. */
  revoke(): void {
    for (const token of this.#tokens.values()) token.revoked = true;
  }

  #expected(): readonly [header: string, value: string] {
    const { token } = this.#options;
    if (token.startsWith('X-SF-Token ')) return ['x-sf-token', token.slice('X-SF-Token '.length)];
    return ['authorization', token.includes('Bearer') ? token : `Bearer ${token}`];
  }
}

function wrong(message: string): { problems: readonly Problem[]; refused: boolean } {
  return { problems: [{ rule: 'authorization', message }], refused: true };
}

function oauthError(status: number, error: string): HttpAnswer {
  return { status, body: JSON.stringify({ error }) };
}
