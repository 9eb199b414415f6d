import { type Agent, type IncomingMessage, type OutgoingHttpHeaders, request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { readAnswer } from './answer.js';
import { ApiError, refusal, unreachable } from './api-error.js';
import type { Credentials, Identification } from './credentials.js';
import { fieldManager } from './field-manager.js';
import { retryAfter } from './retry-after.js';

/** One request to an API server. */
export interface ApiCall {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: object;
  readonly type?: string;
  /** Throws when it may not be sent any more; is asked just before each sending, as time passes between them. */
  readonly guard?: (() => void) | undefined;
  readonly signal: AbortSignal;
}

/** Sends requests to one API server, and says who sends them. */
export class Sender implements Disposable {
  /** Where requests go, for messages. */
  readonly where: string;
  readonly #server: string;
  readonly #credentials: Credentials;
  readonly #agents = new Set<Agent>();

  constructor(credentials: Credentials) {
    const { server, proxy } = credentials;
    this.#server = server;
    this.where = proxy === undefined ? server : `${server}, through the proxy ${proxy},`;
    this.#credentials = credentials;
  }

  /** Sends a request, and once more with new credentials when the old ones are not accepted. */
  async send(call: ApiCall, signal: AbortSignal): Promise<IncomingMessage> {
    const identification = await this.#identify(signal);
    try {
      return await this.#sendAs(identification, call, signal);
    } catch (error) {
      if (!ApiError.is(error, 401)) throw error;
      this.#credentials.renew(identification);
      return this.#sendAs(await this.#identify(signal), call, signal);
    }
  }

  /** Closes the connections that are kept. */
  [Symbol.dispose](): void {
    for (const agent of this.#agents) agent.destroy();
  }

  /** A program that is to log in may ask something, and wait for ever. */
  async #identify(signal: AbortSignal): Promise<Identification> {
    signal.throwIfAborted();
    const aborted = Promise.withResolvers<never>();
    const abort = (): void => aborted.reject(signal.reason as Error); // whatever the reason is
    signal.addEventListener('abort', abort);
    try {
      return await Promise.race([this.#credentials.apply(), aborted.promise]);
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  async #sendAs(
    { agent, headers = {}, auth }: Identification,
    { method, path, query = {}, body, type, guard }: ApiCall,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    this.#agents.add(agent);
    const url = new URL(this.#server + path);
    for (const [key, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(key, value);
    const payload = body && JSON.stringify(body);
    const content =
      payload === undefined
        ? {}
        : { 'content-type': type ?? 'application/json', 'content-length': Buffer.byteLength(payload) };
    guard?.();
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const all = {
        accept: 'application/json, */*',
        'user-agent': `${fieldManager}-connector-kubernetes`,
        ...(headers as OutgoingHttpHeaders), // never a list
        ...content,
      };
      const send = url.protocol === 'http:' ? plainRequest : request; // `kubectl proxy` has no TLS
      const sent = send(url, { agent, method, headers: all, signal, ...(auth != null && { auth }) }, resolve);
      sent.on('error', (cause: Error) =>
        reject(signal.aborted ? signal.reason : unreachable(this.where, cause.message, cause)),
      );
      sent.end(payload);
    });
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) return response;
    const said = await readAnswer(response, this.where);
    throw refusal(status, said, { where: this.where, retryAfter: retryAfter(response.headers) });
  }
}
