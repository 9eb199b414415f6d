import { backoff, type Clock } from '@servo/core';
import { ApiError } from './api-error.js';
import type { KubernetesApi, ListKey, ObjectList } from './kubernetes-api.js';
import type { KubernetesObject } from './objects.js';

const watchSeconds = 60; // a connection that is lost without a word is missed that long, and half a minute more
const shortWatch = 1_000; // milliseconds; one that ended sooner is not followed by the next at once

/** What {@link follow} works with. */
export interface FollowOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly random?: () => number;
}

/**
 * Yields objects as they are now, and again after each change, until the signal aborts. It goes on where a watch ended, lists
 * anew when the API server has forgotten that place, and waits longer and longer while the API server cannot be reached.
 */
export async function* follow<T extends KubernetesObject>(
  api: KubernetesApi,
  key: ListKey<T>,
  { clock, signal, random = Math.random }: FollowOptions,
): AsyncGenerator<readonly T[]> {
  const objects = new Map<string, T>();
  let place: string | undefined;
  let failures = 0;
  let wish = 0; // milliseconds that the API server asks to be left alone
  for (;;) {
    signal.throwIfAborted();
    const began = clock.monotonic();
    try {
      if (place === undefined) {
        const listed = await api.list(key, signal);
        place = replaceAll(objects, listed);
        yield [...objects.values()];
      }
      const watch = api.watch(key, { resourceVersion: place, seconds: watchSeconds, signal });
      for await (const { type, object } of watch) {
        failures = 0;
        place = object.metadata.resourceVersion;
        if (type === 'BOOKMARK') continue;
        if (type === 'DELETED') objects.delete(object.metadata.uid);
        else objects.set(object.metadata.uid, object);
        yield [...objects.values()];
      }
    } catch (error) {
      signal.throwIfAborted();
      if (ApiError.is(error, 410)) place = undefined;
      else if (!(error instanceof ApiError) || !error.retryable) throw error;
      else {
        failures += 1;
        wish = (error.retryAfter ?? 0) * 1_000;
      }
    }
    if (failures > 0) await clock.sleep(Math.max(backoff(failures - 1, { cap: 10_000, random }), wish), { signal });
    else if (clock.monotonic() - began < shortWatch) await clock.sleep(shortWatch, { signal });
  }
}

function replaceAll<T extends KubernetesObject>(
  objects: Map<string, T>,
  { items, resourceVersion }: ObjectList<T>,
): string {
  objects.clear();
  for (const item of items) objects.set(item.metadata.uid, item);
  return resourceVersion;
}
