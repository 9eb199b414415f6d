import { backoff, type Clock } from '@servo/core';
import { ApiError } from './api-error.js';
import type { KubernetesApi, ListKey, ObjectList } from './kubernetes-api.js';
import type { KubernetesObject } from './objects.js';

const watchSeconds = 60; // a connection that is lost without a word is missed that long, and half a minute more
const calm = 5_000; // milliseconds; a watch that lasted so long is followed by the next at once
const pauses = { floor: 2_000, cap: 10_000 }; // milliseconds; of what failed, or was over at once, again and again

/** What {@link follow} works with. */
export interface FollowOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly random?: () => number;
}

/**
 * Yields objects as they are now, and again after each change, until the signal aborts. It goes on where a watch ended, lists
 * anew when the API server has forgotten that place, and waits longer and longer while watches fail or are over at once.
 */
export async function* follow<T extends KubernetesObject>(
  api: KubernetesApi,
  key: ListKey<T>,
  { clock, signal, random = Math.random }: FollowOptions,
): AsyncGenerator<readonly T[]> {
  const objects = new Map<string, T>();
  let place: string | undefined;
  let hasty = 0; // turns in a row that failed, or were over at once
  for (;;) {
    signal.throwIfAborted();
    let began = clock.monotonic();
    let failure: ApiError | undefined;
    try {
      if (place === undefined) {
        const listed = await api.list(key, signal);
        place = replaceAll(objects, listed);
        yield [...objects.values()];
      }
      began = clock.monotonic();
      const watch = api.watch(key, { resourceVersion: place, seconds: watchSeconds, signal });
      for await (const { type, object } of watch) {
        place = object.metadata.resourceVersion;
        if (type === 'BOOKMARK') continue;
        if (type === 'DELETED') objects.delete(object.metadata.uid);
        else objects.set(object.metadata.uid, object);
        yield [...objects.values()];
      }
    } catch (error) {
      signal.throwIfAborted();
      failure = passing(error);
      if (failure.status === 410) place = undefined;
    }
    const isCalm = clock.monotonic() - began >= calm;
    if (isCalm) hasty = 0;
    if (isCalm && (!failure || failure.status === 410)) continue;
    const wish = (failure?.retryAfter ?? 0) * 1_000;
    await clock.sleep(Math.max(backoff(hasty, { ...pauses, random }), wish), { signal });
    hasty += 1;
  }
}

/** Returns a failure that the next turn may not have; any other is thrown on. */
function passing(error: unknown): ApiError {
  if (error instanceof ApiError && (error.retryable || error.status === 410)) return error;
  throw error;
}

function replaceAll<T extends KubernetesObject>(
  objects: Map<string, T>,
  { items, resourceVersion }: ObjectList<T>,
): string {
  objects.clear();
  for (const item of items) objects.set(item.metadata.uid, item);
  return resourceVersion;
}
