import { backoff, type Clock, deadline, type Logger } from '@servo/core';
import { ApiError, refusal, unreachable } from './api-error.js';
import { answerLines, parseAnswer, readAnswer } from './answer.js';
import type { Credentials } from './credentials.js';
import { fieldManager } from './field-manager.js';
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
import { Gate } from './gate.js';
import { resourcePath } from './resource.js';
import { type ApiCall, Sender } from './sender.js';

const answerWithin = 30_000; // milliseconds; a watch may be silent for longer
const attempts = 5;
const pageSize = 500; // objects, as with kubectl
const atOnce = 16; // requests, beside watches: a servo with many workloads is not to flood the API server

/** What an {@link HttpApi} is made of. */
export interface HttpApiOptions {
  readonly clock: Clock;
  readonly random?: () => number;
  /** Is told when the API server does not answer and is asked again. */
  readonly logger?: Logger;
}

/** The API of a cluster over HTTPS. */
export class HttpApi implements KubernetesApi, Disposable {
  readonly server: string;
  readonly #sender: Sender;
  readonly #gate = new Gate(atOnce);
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #logger: Logger | undefined;
  #isSilent = false; // whether the last request got no answer

  constructor(credentials: Credentials, { clock, random = Math.random, logger }: HttpApiOptions) {
    this.server = credentials.server;
    this.#sender = new Sender(credentials);
    this.#clock = clock;
    this.#random = random;
    this.#logger = logger;
  }

  version(signal: AbortSignal): ReturnType<KubernetesApi['version']> {
    return this.#json({ method: 'GET', path: '/version', signal });
  }

  get<T extends KubernetesObject>({ resource, namespace, name }: ObjectKey<T>, signal: AbortSignal): Promise<T> {
    return this.#json({ method: 'GET', path: resourcePath(resource, namespace, name), signal });
  }

  /** Lists in pages; when they took so long that the API server has forgotten the first of them, it begins anew. */
  async list<T extends KubernetesObject>(key: ListKey<T>, signal: AbortSignal): Promise<ObjectList<T>> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#pages(key, signal);
      } catch (error) {
        if (!ApiError.is(error, 410) || attempt >= attempts) throw error;
      }
    }
  }

  async *watch<T extends KubernetesObject>(key: ListKey<T>, options: WatchOptions): AsyncGenerator<WatchEvent<T>> {
    const { resourceVersion, seconds, signal } = options;
    const watching = { watch: 'true', allowWatchBookmarks: 'true', timeoutSeconds: String(seconds), resourceVersion };
    const query = { ...selectors(key), ...watching };
    using limit = deadline(seconds * 1_000 + answerWithin, {
      clock: this.#clock,
      signal,
      reason: () => unreachable(this.#sender.where, 'the watch did not end in time'),
    });
    const path = resourcePath(key.resource, key.namespace);
    const response = await this.#sender.send({ method: 'GET', path, query, signal: limit.signal }, limit.signal);
    for await (const line of answerLines(response, this.#sender.where)) {
      const event = parseAnswer<WatchEvent<T> | WatchError>(line, this.#sender.where);
      if (event.type === 'ERROR') throw refusal(event.object.code ?? 500, JSON.stringify(event.object), this.#sender);
      yield event;
    }
  }

  create<T extends KubernetesObject>(
    { resource, namespace }: Omit<ObjectKey<T>, 'name'>,
    body: object,
    { dryRun, guard, signal }: WriteOptions,
  ): Promise<T> {
    const path = resourcePath(resource, namespace);
    return this.#json({ method: 'POST', path, body, query: writing(dryRun), guard, signal });
  }

  replace<T extends KubernetesObject>(key: ObjectKey<T>, body: object, how: WriteOptions): Promise<T> {
    const { dryRun, guard, signal } = how;
    return this.#json({ method: 'PUT', path: pathOf(key), body, query: writing(dryRun), guard, signal });
  }

  patch<T extends KubernetesObject>(key: ObjectKey<T>, body: object, how: WriteOptions): Promise<T> {
    const { dryRun, guard, signal } = how;
    const type = 'application/strategic-merge-patch+json';
    return this.#json({ method: 'PATCH', path: pathOf(key), body, type, query: writing(dryRun), guard, signal });
  }

  async delete<T extends KubernetesObject>(
    key: ObjectKey<T>,
    uid: string | undefined,
    { dryRun, guard, signal }: WriteOptions,
  ): Promise<void> {
    const body = uid === undefined ? {} : { preconditions: { uid } };
    const query = { dryRun: dryRun ? 'All' : undefined };
    await this.#json({ method: 'DELETE', path: pathOf(key), body, query, guard, signal });
  }

  log(
    namespace: string,
    pod: string,
    { container, previous, lines: tailLines, bytes, signal }: Parameters<KubernetesApi['log']>[2],
  ): Promise<string> {
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log`;
    const query = { container, previous: String(previous), tailLines: String(tailLines), limitBytes: String(bytes) };
    return this.#once({ method: 'GET', path, query, signal });
  }

  review<T>(path: string, body: object, signal: AbortSignal): Promise<T> {
    return this.#json({ method: 'POST', path, body, signal });
  }

  /** Closes the connections that are kept. */
  [Symbol.dispose](): void {
    this.#sender[Symbol.dispose]();
  }

  async #pages<T extends KubernetesObject>(key: ListKey<T>, signal: AbortSignal): Promise<ObjectList<T>> {
    const path = resourcePath(key.resource, key.namespace);
    const items: T[] = [];
    for (let next: string | undefined; ; ) {
      const query = { ...selectors(key), limit: String(pageSize), continue: next };
      const page = await this.#json<ListPage<T>>({ method: 'GET', path, query, signal });
      for (const item of page.items) items.push(item);
      next = page.metadata.continue || undefined;
      if (next === undefined) return { items, resourceVersion: page.metadata.resourceVersion };
    }
  }

  /** Sends a request, and again while that may help and can do no harm. */
  async #json<T>(call: ApiCall): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const answer = parseAnswer<T>(await this.#once(call), this.#sender.where);
        this.#isSilent = false;
        return answer;
      } catch (error) {
        call.signal.throwIfAborted();
        if (!(error instanceof ApiError) || !mayRetry(call, error) || attempt + 1 >= attempts) throw error;
        if (!this.#isSilent) this.#logger?.warn(`${error.message}; it is asked again`);
        this.#isSilent = true;
        const wait = Math.max(backoff(attempt, { random: this.#random }), (error.retryAfter ?? 0) * 1_000);
        await this.#clock.sleep(wait, { signal: call.signal });
      }
    }
  }

  // Not in the loop above: a `using` in a loop would, as esbuild compiles it, throw an error of an earlier turn again.
  async #once(call: ApiCall): Promise<string> {
    using limit = deadline(answerWithin, {
      clock: this.#clock,
      signal: call.signal,
      reason: () => unreachable(this.#sender.where, `no answer in ${answerWithin / 1_000} s`),
    });
    using _ = await this.#gate.enter(limit.signal);
    return await readAnswer(await this.#sender.send(call, limit.signal), this.#sender.where);
  }
}

interface ListPage<T> {
  readonly items: readonly T[];
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
}

/** What a watch tells instead of an object when it fails. */
interface WatchError {
  readonly type: 'ERROR';
  readonly object: { readonly code?: number };
}

function mayRetry({ method, path }: ApiCall, { status }: ApiError): boolean {
  if (status === 429) return true;
  const reads = method === 'GET' || path.startsWith('/apis/authorization.k8s.io/');
  return reads && (status === 0 || (status >= 500 && status !== 501));
}

function selectors({ labelSelector, fieldSelector }: ListKey<KubernetesObject>): NonNullable<ApiCall['query']> {
  return { labelSelector, fieldSelector };
}

function writing(dryRun: boolean | undefined): NonNullable<ApiCall['query']> {
  return { fieldManager, fieldValidation: 'Strict', dryRun: dryRun ? 'All' : undefined };
}

function pathOf({ resource, namespace, name }: ObjectKey<KubernetesObject>): string {
  return resourcePath(resource, namespace, name);
}
