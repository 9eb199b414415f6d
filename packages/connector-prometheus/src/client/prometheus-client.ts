import { backoff, type Logger } from '@servo/core';
import type { Secret } from '@servo/core/config';
import { type Answer, Connection, type ConnectionOptions, type Params } from './connection.js';
import { type KnownMetric, knownMetrics } from './known-metric.js';
import { Outage } from './outage.js';
import { PrometheusError } from './prometheus-error.js';
import { type QueryAnswer, queryAnswer } from './query-answer.js';
import { type ScrapeTarget, scrapeTargets } from './scrape-target.js';

/** What a {@link PrometheusClient} is made of. */
export interface PrometheusClientOptions extends ConnectionOptions {
  readonly random?: () => number;
  /** Is told when the server does not answer and is asked again. */
  readonly logger?: Logger;
}

/** A stretch of time that is asked about; milliseconds. */
export interface QueryRange {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** An attempt to get an answer: how many came before it, when it began, and when the last one may; monotonic milliseconds. */
interface Attempt {
  readonly attempt: number;
  readonly begun: number;
  readonly end: number;
}

/** Asks a server that speaks the HTTP API of Prometheus. Opened when it is first used. */
export class PrometheusClient implements AsyncDisposable {
  readonly #options: PrometheusClientOptions;
  readonly #connection: Connection;
  readonly #outage: Outage;

  constructor(options: PrometheusClientOptions) {
    this.#options = options;
    this.#connection = new Connection(options);
    this.#outage = new Outage({ clock: options.clock, budget: options.config.retry.milliseconds });
  }

  /** Asks a query about one moment, in milliseconds since the Unix epoch; now, unless it is given. */
  async query(query: string, signal: AbortSignal, time?: number): Promise<QueryAnswer> {
    const params = { query, ...(time !== undefined && { time: seconds(time) }), timeout: this.#timeout };
    return this.#answer('query', signal, params);
  }

  /** Asks a query about a stretch of time. */
  async queryRange(query: string, { start, end, step }: QueryRange, signal: AbortSignal): Promise<QueryAnswer> {
    const range = { start: seconds(start), end: seconds(end), step: seconds(step) };
    return this.#answer('query_range', signal, { query, ...range, timeout: this.#timeout });
  }

  /** What the server scrapes. */
  async targets(signal: AbortSignal): Promise<readonly ScrapeTarget[]> {
    return scrapeTargets((await this.#ask('targets?state=active', signal)).body);
  }

  /** What the server has samples of. */
  async metrics(signal: AbortSignal): Promise<readonly KnownMetric[]> {
    const { body: names } = await this.#ask('label/__name__/values', signal);
    const told = this.#ask('metadata', signal).catch((error: unknown) => {
      if (error instanceof PrometheusError && error.status === 404) return { body: {} }; // not every such server has it
      throw error;
    });
    return knownMetrics(names, (await told).body);
  }

  /** What the server is, and its version; `undefined` where it only speaks the same protocol. */
  async build(signal: AbortSignal): Promise<string | undefined> {
    const { body } = await this.#ask('status/buildinfo', signal);
    const { data } = body as { readonly data?: { readonly application?: unknown; readonly version?: unknown } }; // looked at below
    if (typeof data?.version !== 'string') return undefined;
    return `${typeof data.application === 'string' ? data.application : 'Prometheus'} ${data.version}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection[Symbol.asyncDispose]();
  }

  async #answer(path: string, signal: AbortSignal, params: Params): Promise<QueryAnswer> {
    const { body, values } = await this.#ask(path, signal, params);
    return queryAnswer(body, values);
  }

  get #timeout(): string {
    return seconds(this.#options.config.timeout.milliseconds);
  }

  /** Asks until there is an answer, for no longer than the configuration allows. */
  async #ask(path: string, signal: AbortSignal, params?: Params): Promise<Answer> {
    const { clock, config } = this.#options;
    const end = clock.monotonic() + config.retry.milliseconds;
    let rejected = false;
    for (let attempt = 0; ; attempt++) {
      const shown = this.#credentials.map((credential) => credential.reveal());
      const begun = clock.monotonic();
      try {
        const answer = await this.#connection.ask(path, signal, params);
        this.#outage.over();
        return answer;
      } catch (error) {
        signal.throwIfAborted();
        const { status } = error as Partial<PrometheusError>;
        if (status === 401 && !rejected) {
          rejected = true;
          await Promise.all(this.#credentials.map(async (credential) => credential.refresh()));
          if (this.#credentials.some((each, index) => each.reveal() !== shown[index])) continue; // a mounted token was replaced, here or by another request
        }
        await clock.sleep(this.#pause(error, { attempt, begun, end }), { signal });
      }
    }
  }

  /** Returns how long to wait before the server is asked again. @throws the error where that is of no use. */
  #pause(error: unknown, { attempt, begun, end }: Attempt): number {
    const { clock, config, logger, random = Math.random } = this.#options;
    const { retryable, retryAfter, message } = error as Partial<PrometheusError>;
    if (!retryable) throw error;
    const wait = Math.max(backoff(attempt, { random, cap: 10_000 }), retryAfter ?? 0);
    const { isKnown } = this.#outage;
    const last = Math.min(end, this.#outage.noticed(begun));
    if (clock.monotonic() + wait > last) throw error;
    if (!isKnown) logger?.warn(`${message}; it is asked again for up to ${String(config.retry)}`);
    return wait;
  }

  get #credentials(): readonly Secret[] {
    const { bearerToken, basicAuth, headers } = this.#options.config;
    const told = [bearerToken, basicAuth?.password, ...Object.values(headers)];
    return told.filter((credential) => credential !== undefined);
  }
}

/** Milliseconds as the server reads times and durations, without a rounding of floating point. */
function seconds(milliseconds: number): string {
  return String(Number((milliseconds / 1_000).toFixed(3)));
}
