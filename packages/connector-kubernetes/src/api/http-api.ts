import { type IncomingMessage, type OutgoingHttpHeaders, request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { backoff, type Clock, deadline } from '@servo/core';
import { streamLines } from '@servo/core/process';
import { ApiError, refusal } from './api-error.js';
import { fieldManager } from './field-manager.js';
import type { Credentials } from './credentials.js';
import type {
  KubernetesApi,
  ListKey,
  ObjectKey,
  ObjectList,
  WatchEvent,
  WatchOptions,
  WriteOptions,
} from './kubernetes-api.js';
import type { KubernetesObject } from './objects.js';
import { resourcePath } from './resource.js';

const answerWithin = 30_000; // milliseconds; a watch may be silent for longer
const attempts = 5;
const largestAnswer = 64 * 2 ** 20; // bytes

interface Call {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: object;
  readonly type?: string;
  readonly signal: AbortSignal;
}

/** What an {@link HttpApi} is made of. */
export interface HttpApiOptions {
  readonly clock: Clock;
  readonly random?: () => number;
}

/** The API of a cluster over HTTPS. */
export class HttpApi implements KubernetesApi, Disposable {
  readonly server: string;
  readonly #credentials: Credentials;
  readonly #clock: Clock;
  readonly #random: () => number;

  constructor(credentials: Credentials, { clock, random = Math.random }: HttpApiOptions) {
    this.server = credentials.server;
    this.#credentials = credentials;
    this.#clock = clock;
    this.#random = random;
  }

  version(signal: AbortSignal): ReturnType<KubernetesApi['version']> {
    return this.#json({ method: 'GET', path: '/version', signal });
  }

  get<T extends KubernetesObject>({ resource, namespace, name }: ObjectKey<T>, signal: AbortSignal): Promise<T> {
    return this.#json({ method: 'GET', path: resourcePath(resource, namespace, name), signal });
  }

  async list<T extends KubernetesObject>(key: ListKey<T>, signal: AbortSignal): Promise<ObjectList<T>> {
    const path = resourcePath(key.resource, key.namespace);
    const { items, metadata } = await this.#json<{
      readonly items: readonly T[];
      readonly metadata: { readonly resourceVersion: string };
    }>({ method: 'GET', path, query: selectors(key), signal });
    return { items, resourceVersion: metadata.resourceVersion };
  }

  async *watch<T extends KubernetesObject>(key: ListKey<T>, options: WatchOptions): AsyncGenerator<WatchEvent<T>> {
    const { resourceVersion, seconds, signal } = options;
    const watching = { watch: 'true', allowWatchBookmarks: 'true', timeoutSeconds: String(seconds), resourceVersion };
    const query = { ...selectors(key), ...watching };
    using limit = deadline(seconds * 1_000 + answerWithin, {
      clock: this.#clock,
      signal,
      reason: () => unreachable(this.server, 'the watch did not end in time'),
    });
    const path = resourcePath(key.resource, key.namespace);
    const response = await this.#send({ method: 'GET', path, query, signal: limit.signal }, limit.signal);
    for await (const line of lines(response, this.server)) {
      const event = JSON.parse(line) as WatchEvent<T> | { readonly type: 'ERROR'; readonly object: { code?: number } };
      if (event.type === 'ERROR') throw refusal(event.object.code ?? 500, JSON.stringify(event.object));
      yield event;
    }
  }

  create<T extends KubernetesObject>(
    { resource, namespace }: Omit<ObjectKey<T>, 'name'>,
    body: object,
    { dryRun, signal }: WriteOptions,
  ): Promise<T> {
    return this.#json({
      method: 'POST',
      path: resourcePath(resource, namespace),
      body,
      query: writing(dryRun),
      signal,
    });
  }

  replace<T extends KubernetesObject>(key: ObjectKey<T>, body: object, { dryRun, signal }: WriteOptions): Promise<T> {
    return this.#json({ method: 'PUT', path: pathOf(key), body, query: writing(dryRun), signal });
  }

  patch<T extends KubernetesObject>(key: ObjectKey<T>, body: object, { dryRun, signal }: WriteOptions): Promise<T> {
    const type = 'application/strategic-merge-patch+json';
    return this.#json({ method: 'PATCH', path: pathOf(key), body, type, query: writing(dryRun), signal });
  }

  async delete<T extends KubernetesObject>(
    key: ObjectKey<T>,
    uid: string | undefined,
    { dryRun, signal }: WriteOptions,
  ): Promise<void> {
    const body = uid === undefined ? {} : { preconditions: { uid } };
    await this.#json({
      method: 'DELETE',
      path: pathOf(key),
      body,
      query: { dryRun: dryRun ? 'All' : undefined },
      signal,
    });
  }

  log(
    namespace: string,
    pod: string,
    { container, previous, lines: tailLines, bytes, signal }: Parameters<KubernetesApi['log']>[2],
  ): Promise<string> {
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log`;
    const query = { container, previous: String(previous), tailLines: String(tailLines), limitBytes: String(bytes) };
    return this.#text({ method: 'GET', path, query, signal });
  }

  review<T>(path: string, body: object, signal: AbortSignal): Promise<T> {
    return this.#json({ method: 'POST', path, body, signal });
  }

  /** Closes the connections that are kept. */
  [Symbol.dispose](): void {
    this.#credentials.apply().then(
      ({ agent }) => agent.destroy(),
      () => {}, // without credentials there were no connections
    );
  }

  async #json<T>(call: Call): Promise<T> {
    const text = await this.#text(call);
    return JSON.parse(text) as T; // the API server keeps its types
  }

  /** Sends a request, and again while that may help and can do no harm. */
  async #text(call: Call): Promise<string> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#once(call);
      } catch (error) {
        call.signal.throwIfAborted();
        if (!(error instanceof ApiError) || !mayRetry(call, error) || attempt + 1 >= attempts) throw error;
        const wait = Math.max(backoff(attempt, { random: this.#random }), (error.retryAfter ?? 0) * 1_000);
        await this.#clock.sleep(wait, { signal: call.signal });
      }
    }
  }

  // Not in the loop above: a `using` in a loop would, as esbuild compiles it, throw an error of an earlier turn again.
  async #once(call: Call): Promise<string> {
    using limit = deadline(answerWithin, {
      clock: this.#clock,
      signal: call.signal,
      reason: () => unreachable(this.server, `no answer in ${answerWithin / 1_000} s`),
    });
    return await readAll(await this.#send(call, limit.signal), this.server);
  }

  async #send({ method, path, query = {}, body, type }: Call, signal: AbortSignal): Promise<IncomingMessage> {
    signal.throwIfAborted();
    const { headers = {}, ...connection } = await this.#credentials.apply();
    const url = new URL(this.server + path);
    for (const [key, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(key, value);
    const payload = body && JSON.stringify(body);
    const content =
      payload === undefined
        ? {}
        : { 'content-type': type ?? 'application/json', 'content-length': Buffer.byteLength(payload) };
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const all = {
        accept: 'application/json, */*',
        'user-agent': `${fieldManager}-connector-kubernetes`,
        ...(headers as OutgoingHttpHeaders), // never a list
        ...content,
      };
      const send = url.protocol === 'http:' ? plainRequest : request; // `kubectl proxy` has no TLS
      const sent = send(url, { ...connection, method, headers: all, signal }, resolve);
      sent.on('error', (cause: Error) =>
        reject(signal.aborted ? signal.reason : unreachable(this.server, cause.message, cause)),
      );
      sent.end(payload);
    });
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) return response;
    const retryAfter = Number(response.headers['retry-after']);
    throw refusal(status, await readAll(response, this.server), retryAfter > 0 ? retryAfter : undefined);
  }
}

function mayRetry({ method, path }: Call, { status }: ApiError): boolean {
  if (status === 429) return true;
  const reads = method === 'GET' || path.startsWith('/apis/authorization.k8s.io/');
  return reads && (status === 0 || (status >= 500 && status !== 501));
}

function selectors({ labelSelector, fieldSelector }: ListKey<KubernetesObject>): NonNullable<Call['query']> {
  return { labelSelector, fieldSelector };
}

function writing(dryRun: boolean | undefined): NonNullable<Call['query']> {
  return { fieldManager, fieldValidation: 'Strict', dryRun: dryRun ? 'All' : undefined };
}

function pathOf({ resource, namespace, name }: ObjectKey<KubernetesObject>): string {
  return resourcePath(resource, namespace, name);
}

async function readAll(response: IncomingMessage, server: string): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > largestAnswer) throw new ApiError(`${server} answered with more than 64 MiB`, { status: 502 });
      parts.push(part);
    }
  } catch (cause) {
    throw cause instanceof ApiError ? cause : unreachable(server, 'the answer was cut off', cause);
  }
  return Buffer.concat(parts).toString('utf8');
}

async function* lines(response: IncomingMessage, server: string): AsyncGenerator<string> {
  try {
    for await (const line of streamLines(response, { maxLength: 2 ** 23 })) if (line !== '') yield line;
  } catch (cause) {
    throw unreachable(server, 'the watch was cut off', cause);
  } finally {
    response.destroy();
  }
}

function unreachable(server: string, why: string, cause?: unknown): ApiError {
  return new ApiError(`The API server at ${server} cannot be reached: ${why}`, { status: 0, cause });
}
