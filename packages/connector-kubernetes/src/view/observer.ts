import type { Clock } from '@servo/core';
import { follow } from '../api/follow.js';
import type { KubernetesApi, ListKey } from '../api/kubernetes-api.js';
import type { KubernetesObject } from '../api/objects.js';
import type { SharedWatches } from '../api/shared-watches.js';

const recheck = 1_000; // milliseconds; some verdicts only need time to pass

/** What an {@link Observer} works with. */
export interface ObserverOptions {
  readonly api: KubernetesApi;
  /** The watches of the namespace, where many workloads of it are looked at; else there are some for this one alone. */
  readonly shared?: SharedWatches | undefined;
  readonly clock: Clock;
}

/** Which objects are followed: as the API server chooses them, and as they are chosen from those of a shared watch. */
export interface FollowKey<T extends KubernetesObject> extends ListKey<T> {
  readonly matches: (object: T) => boolean;
  /** Whether there is to be a watch of its own in any case: in a namespace there are too many of these. */
  readonly isOwn?: boolean;
}

/** Follows objects by watches and lets others wait for what they show; dispose it when nobody looks any more. */
export class Observer implements Disposable {
  readonly #options: ObserverOptions;
  readonly #ended = new AbortController();
  readonly #listeners = new Set<() => void>();
  #failure: { readonly error: unknown } | undefined;

  constructor(options: ObserverOptions) {
    this.#options = options;
  }

  /** Calls `update` with the objects as they are, and again after each change; what it throws ends all waiting. */
  follow<T extends KubernetesObject>(
    { matches, isOwn, ...key }: FollowKey<T>,
    update: (items: readonly T[]) => void,
  ): void {
    const { api, clock, shared } = this.#options;
    const { signal } = this.#ended;
    const fail = (error: unknown): void => this.#fail(error);
    const take = (items: readonly T[]): void => {
      update(items);
      this.#wake();
    };
    if (shared && !isOwn) {
      const reading = shared.read(key.resource, { matches, take: (items) => attempt(() => take(items), fail), fail });
      signal.addEventListener('abort', () => reading[Symbol.dispose]());
      return;
    }
    const run = async (): Promise<void> => {
      for await (const items of follow(api, key, { clock, signal })) take(items);
    };
    run().catch(fail);
  }

  /** Resolves with what `decide` returns as soon as that is not `undefined`; asks after each change and each second. */
  async until<T>(decide: () => T | undefined, signal: AbortSignal): Promise<T> {
    for (;;) {
      signal.throwIfAborted();
      if (this.#failure) throw this.#failure.error;
      const decision = decide();
      if (decision !== undefined) return decision;
      await this.#change(signal);
    }
  }

  /** As {@link until}, for so many milliseconds: then with `undefined`. */
  async during<T>(duration: number, decide: () => T | undefined, signal: AbortSignal): Promise<T | undefined> {
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    const time = this.#options.clock.sleep(duration, { signal: either }).then(() => undefined);
    const decided = this.until(decide, either);
    try {
      return await Promise.race([time, decided]);
    } finally {
      over.abort();
      await Promise.allSettled([time, decided]);
    }
  }

  [Symbol.dispose](): void {
    this.#ended.abort();
  }

  #fail(error: unknown): void {
    if (this.#ended.signal.aborted) return;
    this.#failure = { error };
    this.#wake();
  }

  #wake(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Waits for the next change, or a second. */
  async #change(signal: AbortSignal): Promise<void> {
    const done = new AbortController();
    const changed = Promise.withResolvers<void>();
    const aborted = (): void => changed.reject(signal.reason as Error); // whatever the reason is
    this.#listeners.add(changed.resolve);
    signal.addEventListener('abort', aborted);
    this.#options.clock.sleep(recheck, { signal: done.signal }).then(changed.resolve, () => {}); // a change came first
    try {
      await changed.promise;
    } finally {
      done.abort();
      this.#listeners.delete(changed.resolve);
      signal.removeEventListener('abort', aborted);
    }
  }
}

function attempt(act: () => void, fail: (error: unknown) => void): void {
  try {
    act();
  } catch (error) {
    fail(error);
  }
}
