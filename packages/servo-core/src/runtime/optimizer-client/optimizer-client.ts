import type { Clock } from '../../time/clock.js';
import type { RequestEvent } from '../../wire/request.js';
import { backoff } from '../../time/backoff.js';
import type { Authorization } from './authorization.js';
import { OptimizerError } from './optimizer-error.js';
import type { Post } from './post.js';

/** What an {@link OptimizerClient} is made of. */
export interface OptimizerClientOptions {
  /** Where every request goes. */
  readonly url: string;
  readonly post: Post;
  readonly authorization: Authorization;
  readonly userAgent: string;
  readonly servoUid?: string | undefined;
  readonly clock: Clock;
  /** Returns a number in [0, 1), for the jitter of retries. */
  readonly random: () => number;
}

/** How a request is sent. */
export interface RequestOptions {
  readonly signal: AbortSignal;
  /** Told before each wait; retries go on until the signal aborts. */
  readonly onRetry?: ((error: OptimizerError, delay: number) => void) | undefined;
  /** Whether a failure, which is number `attempt` (0-based), is thrown instead of tried again. */
  readonly givesUp?: ((error: OptimizerError, attempt: number) => boolean) | undefined;
}

const unauthorizedCap = 300_000;

/** The servo's side of the protocol: one kind of request, sent until it is answered. */
export class OptimizerClient {
  readonly #options: OptimizerClientOptions;

  constructor(options: OptimizerClientOptions) {
    this.#options = options;
  }

  /** Sends one request and returns the answer's JSON. Throws {@link OptimizerError} when it brings none. */
  async send(event: RequestEvent, param: unknown, signal: AbortSignal): Promise<unknown> {
    const { url, post, authorization, userAgent, servoUid } = this.#options;
    const body = JSON.stringify({ event, param: param ?? null, servo_uid: servoUid ?? null });
    try {
      const headers = {
        'user-agent': userAgent,
        'content-type': 'application/json',
        accept: '*/*',
        ...(await authorization(signal)),
      };
      const answer = await post({ url, headers, body, signal });
      if (answer.status < 200 || answer.status > 299) throw OptimizerError.ofStatus(answer, url);
      return parse(await answer.text(), url);
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof OptimizerError ? error : OptimizerError.unreachable(error, url);
    }
  }

  /** Sends a request until it is answered, with growing waits of at least a second. */
  async request(event: RequestEvent, param: unknown, { signal, onRetry, givesUp }: RequestOptions): Promise<unknown> {
    const { clock, random } = this.#options;
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.send(event, param, signal);
      } catch (error) {
        if (!(error instanceof OptimizerError) || givesUp?.(error, attempt)) throw error;
        const cap = error.status === 401 || error.status === 403 ? unauthorizedCap : 60_000;
        const delay = Math.max(backoff(attempt, { random, cap }), error.retryAfter ?? 0);
        onRetry?.(error, delay);
        await clock.sleep(delay, { signal });
      }
    }
  }
}

function parse(text: string, url: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw OptimizerError.invalid(`${text.length} characters that are not JSON`, url, error);
  }
}
