import { type Clock, deadline } from '@servo/core';
import type { Dispatcher } from 'undici';
import type { PrometheusSettings } from '../prometheus-config.js';
import type { ScannedAnswer } from './answer-scanner.js';
import { bodyOf } from './answer-body.js';
import { networkError } from './network-error.js';
import { openDispatcher } from './open-dispatcher.js';
import { PrometheusError } from './prometheus-error.js';
import { readAnswer } from './read-answer.js';
import { requestHeaders } from './request-headers.js';
import { retryAfter } from './retry-after.js';
import { unlessAborted } from './unless-aborted.js';

/** What a {@link Connection} is made of. */
export interface ConnectionOptions {
  readonly config: Omit<PrometheusSettings, 'metrics' | 'fastFail'>;
  /** Relative paths of the configuration start here. */
  readonly cwd: string;
  readonly clock: Clock;
}

/** What a server said: the body, with the points of its series apart. */
export interface Answer {
  readonly body: object;
  readonly values: ScannedAnswer['values'];
}

/** The fields of a form. */
export type Params = Readonly<Record<string, string>>;

/** Asks a server, each time once. Opened when it is first used. */
export class Connection implements AsyncDisposable {
  readonly #options: ConnectionOptions;
  #dispatcher: Promise<Dispatcher> | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /**
   * Asks under a path of the API, by a form where there are fields of one.
   *
   * @throws {@link PrometheusError} when there is no answer in the time that there is, or it is a refusal.
   */
  async ask(path: string, signal: AbortSignal, params?: Params): Promise<Answer> {
    const { clock, config } = this.#options;
    const late = (): PrometheusError =>
      new PrometheusError(`${config.baseUrl} did not answer in ${String(config.timeout)}`, { retryable: true });
    using limit = deadline(config.timeout.milliseconds, { clock, signal, reason: late });
    try {
      return await unlessAborted(this.#send(path, limit.signal, params), limit.signal);
    } catch (error) {
      limit.signal.throwIfAborted();
      throw error instanceof PrometheusError ? error : networkError(error, config.baseUrl);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const dispatcher = this.#dispatcher;
    this.#dispatcher = undefined;
    await (await dispatcher?.catch(() => undefined))?.destroy(); // whoever asked was told why it could not be opened
  }

  async #send(path: string, signal: AbortSignal, params?: Params): Promise<Answer> {
    const { baseUrl: url, ...config } = this.#options.config;
    const headers = requestHeaders(config, params !== undefined);
    const { request } = await import('undici'); // asked for when there is something to ask
    const dispatcher = await (this.#dispatcher ??= this.#open());
    const post = params && { method: 'POST' as const, body: new URLSearchParams(params).toString() };
    const answer = await request(`${url}/api/v1/${path}`, { ...post, headers, dispatcher, signal });
    const scanned = await readAnswer(answer.body);
    const wait = retryAfter(answer.headers['retry-after'], this.#options.clock.now());
    const body = bodyOf(scanned, { status: answer.statusCode, url, retryAfter: wait });
    return { body, values: scanned.values };
  }

  async #open(): Promise<Dispatcher> {
    const { config, cwd } = this.#options;
    try {
      return await openDispatcher(config, cwd);
    } catch (error) {
      this.#dispatcher = undefined; // a file that is missing may be there the next time
      throw error;
    }
  }
}
