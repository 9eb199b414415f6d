import { AdjustmentFailedError, type Clock } from '@servo/core';
import { ApiError } from '../api/api-error.js';
import { follow } from '../api/follow.js';
import type { KubernetesApi, ListKey } from '../api/kubernetes-api.js';
import { selection, selectorText } from '../api/label-selector.js';
import type { KubernetesObject, Pod, WorkloadObject } from '../api/objects.js';
import { pods, replicaSets } from '../api/resource.js';
import type { SharedWatches } from '../api/shared-watches.js';
import { type Workload, workloadText } from '../config/workload.js';
import { resourceOf } from './resource-of.js';

/** A workload and what belongs to it, at one moment. */
export interface Snapshot {
  readonly workload: WorkloadObject;
  /** Empty for a StatefulSet. */
  readonly replicaSets: readonly KubernetesObject[];
  readonly pods: readonly Pod[];
}

/** What a {@link WorkloadView} is opened with. */
export interface ViewOptions {
  readonly api: KubernetesApi;
  readonly workload: Pick<Workload, 'kind' | 'namespace' | 'name'>;
  /** The watches of the namespace, where many workloads of it are looked at; else there are some for this one alone. */
  readonly shared?: SharedWatches | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const recheck = 1_000; // milliseconds; some verdicts only need time to pass

/** Follows one workload, its ReplicaSets and its pods by watches; dispose it when nobody looks any more. */
export class WorkloadView implements Disposable {
  readonly #options: ViewOptions;
  readonly #ended = new AbortController();
  readonly #listeners = new Set<() => void>();
  #workload: WorkloadObject | undefined;
  #replicaSets: readonly KubernetesObject[] | undefined;
  #pods: readonly Pod[] | undefined;
  #failure: { readonly error: unknown } | undefined;

  private constructor(options: ViewOptions) {
    this.#options = options;
  }

  /** Opens the view; resolves when everything was read once. */
  static async open(options: ViewOptions): Promise<WorkloadView> {
    const view = new WorkloadView(options);
    try {
      const { kind, name, namespace } = options.workload;
      if (options.shared) view.#workload = await freshly(options); // what others watch already may be a moment old
      view.#follow(
        { resource: resourceOf(kind), namespace, fieldSelector: `metadata.name=${name}` },
        ({ metadata }) => metadata.name === name,
        ([found]) => view.#see(found),
      );
      await view.#until(() => view.#workload, options.signal);
      const selector = view.#workload?.spec.selector ?? {};
      const labelSelector = selectorText(selector);
      const chosen = selection(selector);
      const matches = ({ metadata }: KubernetesObject): boolean => chosen(metadata.labels);
      view.#follow({ resource: pods, namespace, labelSelector }, matches, (items) => (view.#pods = items));
      if (kind === 'StatefulSet') view.#replicaSets = [];
      else {
        const sets = { resource: replicaSets, namespace, labelSelector };
        view.#follow(sets, matches, (items) => (view.#replicaSets = items));
      }
      await view.#until(() => view.#snapshot(), options.signal);
      return view;
    } catch (error) {
      view[Symbol.dispose]();
      throw error;
    }
  }

  /** What was last seen. */
  get snapshot(): Snapshot {
    const snapshot = this.#snapshot();
    if (!snapshot) throw gone(this.#options.workload); // open() waited for it
    return snapshot;
  }

  /** Resolves with what `decide` returns as soon as that is not `undefined`; asks after each change and each second. */
  async until<T>(decide: (snapshot: Snapshot) => T | undefined, signal: AbortSignal): Promise<T> {
    return this.#until(() => decide(this.snapshot), signal);
  }

  [Symbol.dispose](): void {
    this.#ended.abort();
  }

  #snapshot(): Snapshot | undefined {
    const [workload, sets, all] = [this.#workload, this.#replicaSets, this.#pods];
    return workload && sets && all && { workload, replicaSets: sets, pods: all };
  }

  #see(found: WorkloadObject | undefined): void {
    if (!found) throw gone(this.#options.workload);
    const isOld = (found.metadata.generation ?? 0) < (this.#workload?.metadata.generation ?? 0);
    if (!isOld) this.#workload = found;
  }

  #follow<T extends KubernetesObject>(
    key: ListKey<T>,
    matches: (object: T) => boolean,
    update: (items: readonly T[]) => void,
  ): void {
    const { api, clock, shared } = this.#options;
    const { signal } = this.#ended;
    const fail = (error: unknown): void => {
      if (signal.aborted) return;
      this.#failure = { error };
      this.#wake();
    };
    const take = (items: readonly T[]): void => {
      update(items);
      this.#wake();
    };
    if (shared) {
      const reading = shared.read(key.resource, { matches, take: (items) => attempt(() => take(items), fail), fail });
      signal.addEventListener('abort', () => reading[Symbol.dispose]());
      return;
    }
    const run = async (): Promise<void> => {
      for await (const items of follow(api, key, { clock, signal })) take(items);
    };
    run().catch(fail);
  }

  #wake(): void {
    for (const listener of this.#listeners) listener();
  }

  async #until<T>(decide: () => T | undefined, signal: AbortSignal): Promise<T> {
    for (;;) {
      signal.throwIfAborted();
      if (this.#failure) throw this.#failure.error;
      const decision = decide();
      if (decision !== undefined) return decision;
      await this.#change(signal);
    }
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

async function freshly({ api, workload, signal }: ViewOptions): Promise<WorkloadObject> {
  const { kind, namespace, name } = workload;
  try {
    return await api.get({ resource: resourceOf(kind), namespace, name }, signal);
  } catch (error) {
    throw ApiError.is(error, 404) ? gone(workload) : error;
  }
}

function attempt(act: () => void, fail: (error: unknown) => void): void {
  try {
    act();
  } catch (error) {
    fail(error);
  }
}

function gone(workload: ViewOptions['workload']): AdjustmentFailedError {
  return new AdjustmentFailedError(`${workloadText(workload)} does not exist`, {
    reason: 'not-found',
    hint: 'Look at the name and the namespace in servo.yaml.',
  });
}
