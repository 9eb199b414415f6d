import type { Clock } from '@servo/core';
import { follow } from './follow.js';
import type { KubernetesApi } from './kubernetes-api.js';
import type { KubernetesObject } from './objects.js';
import type { Resource } from './resource.js';

/** Who is told of objects. */
export interface Reader<T extends KubernetesObject> {
  readonly matches: (object: T) => boolean;
  /** Is called with all that match, at first and whenever one of them has changed. */
  readonly take: (objects: readonly T[]) => void;
  readonly fail: (error: unknown) => void;
}

/** What {@link SharedWatches} work with. */
export interface SharedWatchesOptions {
  readonly api: KubernetesApi;
  readonly namespace: string;
  readonly clock: Clock;
}

/** Watches of a whole namespace for many readers: one for each kind of object, for as long as somebody reads. */
export class SharedWatches {
  readonly #options: SharedWatchesOptions;
  readonly #watches = new Map<string, SharedWatch>();

  constructor(options: SharedWatchesOptions) {
    this.#options = options;
  }

  /** Begins to tell a reader; dispose what is returned to end it. */
  read<T extends KubernetesObject>(resource: Resource<T>, reader: Reader<T>): Disposable {
    const { plural } = resource;
    const watch = this.#watches.get(plural) ?? new SharedWatch(this.#options, resource);
    this.#watches.set(plural, watch);
    const end = watch.add(reader as unknown as Reader<KubernetesObject>); // a plural names one type of object
    const leave = (): void => {
      if (end() && this.#watches.get(plural) === watch) this.#watches.delete(plural);
    };
    return { [Symbol.dispose]: leave };
  }
}

class SharedWatch {
  readonly #ended = new AbortController();
  readonly #readers = new Set<Reader<KubernetesObject>>();
  #objects: readonly KubernetesObject[] | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(options: SharedWatchesOptions, resource: Resource) {
    this.#run(options, resource).catch((error: unknown) => {
      this.#failure = { error };
      for (const { fail } of this.#readers) fail(error);
    });
  }

  /** Returns what ends the reading; that answers whether nobody is left, so that the watch is over. */
  add(reader: Reader<KubernetesObject>): () => boolean {
    this.#readers.add(reader);
    if (this.#failure) reader.fail(this.#failure.error);
    else if (this.#objects) reader.take(this.#objects.filter(reader.matches));
    return () => {
      this.#readers.delete(reader);
      if (this.#readers.size > 0) return false;
      this.#ended.abort();
      return true;
    };
  }

  async #run({ api, namespace, clock }: SharedWatchesOptions, resource: Resource): Promise<void> {
    for await (const objects of follow(api, { resource, namespace }, { clock, signal: this.#ended.signal })) {
      const news = this.#objects && differing(this.#objects, objects);
      this.#objects = objects;
      for (const { matches, take } of this.#readers) if (!news || news.some(matches)) take(objects.filter(matches));
    }
  }
}

/** What two lists have between the part with which both begin and that with which both end: mostly one object, old and new. */
function differing<T>(one: readonly T[], other: readonly T[]): readonly T[] {
  const shortest = Math.min(one.length, other.length);
  let [start, end] = [0, 0];
  while (start < shortest && one[start] === other[start]) start += 1;
  while (end < shortest - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  return [...one.slice(start, one.length - end), ...other.slice(start, other.length - end)];
}
