import { AdjustmentFailedError, type Clock } from '@servo/core';
import { follow } from '../api/follow.js';
import type { KubernetesApi, ListKey } from '../api/kubernetes-api.js';
import { selectorText } from '../api/label-selector.js';
import type { KubernetesObject, Pod, WorkloadObject } from '../api/objects.js';
import { pods, replicaSets } from '../api/resource.js';
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
      view.#follow({ resource: resourceOf(kind), namespace, fieldSelector: `metadata.name=${name}` }, ([found]) => {
        if (!found) throw gone(options.workload);
        view.#workload = found;
      });
      await view.#until(() => view.#workload, options.signal);
      const labelSelector = selectorText(view.#workload?.spec.selector ?? {});
      view.#follow({ resource: pods, namespace, labelSelector }, (items) => (view.#pods = items));
      if (kind === 'StatefulSet') view.#replicaSets = [];
      else view.#follow({ resource: replicaSets, namespace, labelSelector }, (items) => (view.#replicaSets = items));
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

  #follow<T extends KubernetesObject>(key: ListKey<T>, update: (items: readonly T[]) => void): void {
    const { api, clock } = this.#options;
    const run = async (): Promise<void> => {
      for await (const items of follow(api, key, { clock, signal: this.#ended.signal })) {
        update(items);
        this.#wake();
      }
    };
    run().catch((error: unknown) => {
      if (this.#ended.signal.aborted) return;
      this.#failure = { error };
      this.#wake();
    });
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

function gone(workload: ViewOptions['workload']): AdjustmentFailedError {
  return new AdjustmentFailedError(`${workloadText(workload)} does not exist`, {
    reason: 'not-found',
    hint: 'Look at the name and the namespace in servo.yaml.',
  });
}
