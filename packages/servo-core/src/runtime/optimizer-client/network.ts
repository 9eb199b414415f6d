// oxlint-disable-next-line typescript/triple-slash-reference -- declarations of modules cannot be imported
/// <reference path="./undici-parts.d.ts" />

import type { Dispatcher } from 'undici';
import type { Clock } from '../../time/clock.js';
import { deadline } from '../../time/deadline.js';
import type { ChooseProxy } from './choose-proxy.js';
import { networkFailure } from './network-failure.js';
import { OptimizerError } from './optimizer-error.js';
import type { PostAnswer, PostRequest } from './post.js';
import { type Proxy, shownProxy } from './proxy.js';
import { readBody } from './read-body.js';
import type { TlsOptions } from './read-tls.js';
import { shownUrl } from './shown-url.js';
import type { TimeLimits } from './time-limits.js';

/** What a {@link Network} is made of. */
export interface NetworkOptions {
  readonly chooseProxy: ChooseProxy;
  readonly tls: TlsOptions;
  readonly limits: TimeLimits;
  readonly clock: Clock;
}

/** Connections by undici that are used in one way, kept open for later requests. Its parts are loaded when needed. */
export class Network implements AsyncDisposable {
  readonly #options: NetworkOptions;
  readonly #dispatchers = new Map<string, Promise<Dispatcher>>();
  #sending: Promise<typeof import('undici/lib/api/api-request.js')> | undefined;

  constructor(options: NetworkOptions) {
    this.#options = options;
  }

  /** Sends a request and reads the answer, all in the time that there is. */
  async post({ url, method = 'POST', headers, body, signal }: PostRequest): Promise<PostAnswer> {
    const { chooseProxy, limits, clock } = this.#options;
    const target = new URL(url);
    const proxy = chooseProxy(target);
    const by = proxy && shownProxy(proxy);
    using limit = deadline(limits.total, { clock, signal, reason: () => tookTooLong(url, limits.total) });
    try {
      const { origin, pathname, search } = target;
      const dispatcher = await this.#dispatcher(proxy);
      const { default: send } = await (this.#sending ??= import('undici/lib/api/api-request.js'));
      const request = { origin, path: pathname + search, method, headers, body: body ?? null, signal: limit.signal };
      const answer = await send.call(dispatcher, request);
      return {
        status: answer.statusCode,
        headers: { get: (name) => [answer.headers[name.toLowerCase()]].flat().join(', ') || null },
        ...(await readBody(answer.body)),
      };
    } catch (error) {
      limit.signal.throwIfAborted();
      throw networkFailure(error, { url, proxy: by });
    }
  }

  /** Closes the connections once their requests are answered. */
  async close(): Promise<void> {
    await Promise.all([...this.#dispatchers.values()].map(async (each) => (await each).close()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#dispatchers.values()].map(async (each) => (await each).destroy()));
  }

  #dispatcher(proxy: Proxy | undefined): Promise<Dispatcher> {
    const key = `${proxy?.url} ${proxy?.authorization}`;
    const known = this.#dispatchers.get(key) ?? (proxy ? this.#openProxy(proxy) : this.#openDirect());
    this.#dispatchers.set(key, known);
    return known;
  }

  async #openDirect(): Promise<Dispatcher> {
    const { default: Agent } = await import('undici/lib/dispatcher/agent.js');
    return new Agent({ ...this.#timeouts, connect: { ...this.#connect, ...this.#options.tls } });
  }

  async #openProxy({ url, authorization }: Proxy): Promise<Dispatcher> {
    const [{ default: ProxyAgent }, { default: Pool }, { default: connect }] = await Promise.all([
      import('undici/lib/dispatcher/proxy-agent.js'),
      import('undici/lib/dispatcher/pool.js'),
      import('undici/lib/api/api-connect.js'),
    ]);
    const { ca, rejectUnauthorized } = this.#options.tls;
    return new ProxyAgent({
      ...this.#timeouts,
      uri: url,
      ...(authorization !== undefined && { token: authorization }),
      // the index of undici, which is not loaded, gives pools this method
      clientFactory: (origin, options) =>
        Object.assign(new Pool(origin, { ...options, ...this.#timeouts }), { connect }),
      requestTls: { ...this.#connect, ...this.#options.tls },
      // the proxy is no one to show the servo's certificate to
      proxyTls: {
        ...this.#connect,
        ...(ca !== undefined && { ca }),
        ...(rejectUnauthorized === false && { rejectUnauthorized }),
      },
    });
  }

  get #timeouts() {
    const { read } = this.#options.limits;
    return { headersTimeout: read, bodyTimeout: read, allowH2: false };
  }

  get #connect() {
    return { timeout: this.#options.limits.connect, allowH2: false };
  }
}

function tookTooLong(url: string, milliseconds: number): OptimizerError {
  return new OptimizerError(
    `The optimizer at ${shownUrl(url)} had not answered wholly after ${milliseconds / 1_000} s`,
    {
      code: 'OPTIMIZER_TIMEOUT',
      hint: 'settings.timeouts says how long the servo waits; a request as a whole may take the sum of the four.',
    },
  );
}
