import type { Clock } from '../../time/clock.js';
import { backoff } from '../../time/backoff.js';
import type { RequestEvent } from '../../wire/request.js';
import { wireStatus } from '../../wire/status.js';
import type { Authorization } from './authorization.js';
import { sendAuthorized } from './send-authorized.js';
import { type FindDestination, fixedDestination } from './destination.js';
import { OptimizerError } from './optimizer-error.js';
import { parseAnswer } from './parse-answer.js';
import type { Post } from './post.js';
import { refusal } from './refusal.js';
import { type RequestObserver, requestOutcome } from './request-observer.js';
import { type RetryLimit, RetryBudget } from './retry-budget.js';

/** Where an {@link OptimizerClient} sends to: always to the same URL, or to what is known when a request is made. */
export type ClientDestination =
  | { readonly url: string; readonly authorization: Authorization }
  | { readonly destination: FindDestination };

/** What an {@link OptimizerClient} is made of. */
export type OptimizerClientOptions = ClientDestination & {
  readonly post: Post;
  readonly userAgent: string;
  readonly servoUid?: string | undefined;
  readonly clock: Clock;
  /** Returns a number in [0, 1), for the jitter of retries. */
  readonly random: () => number;
  /** How long a HELLO is tried; other requests are until they are answered. @default for ever */
  readonly connectLimit?: RetryLimit | undefined;
  readonly onRequest?: RequestObserver | undefined;
};

/** How a request is sent. */
export interface RequestOptions {
  readonly signal: AbortSignal;
  /** Told before each wait; retries go on until the signal aborts. */
  readonly onRetry?: ((error: OptimizerError, delay: number) => void) | undefined;
  /** Whether a failure, which is number `attempt` (0-based), is thrown instead of tried again. */
  readonly givesUp?: ((error: OptimizerError, attempt: number) => boolean) | undefined;
  /** Whether the request asks for nothing but a status: any other answer is none. */
  readonly wantsStatus?: boolean;
}

/** The servo's side of the protocol: one kind of request, sent until it is answered. */
export class OptimizerClient {
  readonly #options: OptimizerClientOptions;
  readonly #destination: FindDestination;

  constructor(options: OptimizerClientOptions) {
    this.#options = options;
    this.#destination =
      'destination' in options ? options.destination : fixedDestination(options.url, options.authorization);
  }

  /** Sends one request and returns the answer's JSON. Throws {@link OptimizerError} when it brings none. */
  async send(event: RequestEvent, param: unknown, signal: AbortSignal): Promise<unknown> {
    const ended = this.#options.onRequest?.(event);
    try {
      const answer = await this.#ask(event, param, signal);
      ended?.('ok');
      return answer;
    } catch (error) {
      ended?.(requestOutcome(error, signal));
      throw error;
    }
  }

  /**
   * Sends a request until it is answered, with growing waits of at least a second. Throws {@link OptimizerError} only
   * where `givesUp` says so, the limit of a HELLO is reached, or the verdict is `revoked` or `fatal`.
   */
  async request(event: RequestEvent, param: unknown, options: RequestOptions): Promise<unknown> {
    const { signal, onRetry, givesUp, wantsStatus = false } = options;
    const { clock, random, connectLimit } = this.#options;
    const budget = new RetryBudget(event === 'HELLO' ? connectLimit : undefined, clock);
    for (let attempt = 0; ; attempt++) {
      try {
        const answer = await this.send(event, param, signal);
        if (wantsStatus && !wireStatus.safeParse(answer).success) throw noStatus(event);
        return answer;
      } catch (error) {
        if (!(error instanceof OptimizerError) || isFinal(error) || givesUp?.(error, attempt)) throw error;
        const wanted = Math.max(backoff(attempt, { random, cap: capOf(error) }), error.retryAfter ?? 0);
        const delay = budget.take(wanted, error);
        onRetry?.(error, delay);
        await clock.sleep(delay, { signal });
      }
    }
  }

  async #ask(event: RequestEvent, param: unknown, signal: AbortSignal): Promise<unknown> {
    const body = JSON.stringify({ event, param: param ?? null, servo_uid: this.#options.servoUid ?? null });
    const { post, userAgent } = this.#options;
    const way = { destination: this.#destination, post, userAgent };
    const { url, answer } = await sendAuthorized({ body, signal }, way);
    if (answer.status < 200 || answer.status > 299) throw refusal(answer, { url, now: this.#options.clock.now() });
    return parseAnswer(answer, url);
  }
}

function noStatus(event: RequestEvent): OptimizerError {
  return new OptimizerError(`The optimizer answered ${event} with something that is no status`, {
    code: 'OPTIMIZER_ANSWER_INVALID',
    hint: 'Check the URL of the optimizer: something else may answer there.',
  });
}

function isFinal({ verdict }: OptimizerError): boolean {
  return verdict === 'revoked' || verdict === 'fatal';
}

/** The longest wait between two attempts, in milliseconds. */
function capOf({ status, code }: OptimizerError): number {
  if (status === 401 || status === 403) return 300_000;
  return code === 'OPTIMIZER_CONNECTION_FILE' ? 5_000 : 60_000; // what writes the file is about to
}
