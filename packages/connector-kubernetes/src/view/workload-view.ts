import { AdjustmentFailedError, type Clock } from '@servo/core';
import { ApiError } from '../api/api-error.js';
import type { KubernetesApi } from '../api/kubernetes-api.js';
import { selection, selectorText } from '../api/label-selector.js';
import type { CoreEvent, KubernetesObject, ObjectMeta, Pod, WorkloadObject } from '../api/objects.js';
import { events, pods, replicaSets } from '../api/resource.js';
import type { SharedWatches } from '../api/shared-watches.js';
import { type Workload, workloadText } from '../config/workload.js';
import { deletedWorkload } from './deleted-workload.js';
import { type FollowKey, Observer } from './observer.js';
import { resourceOf } from './resource-of.js';

/** A workload and what belongs to it, at one moment. */
export interface Snapshot {
  readonly workload: WorkloadObject;
  /** Empty for a StatefulSet. */
  readonly replicaSets: readonly KubernetesObject[];
  readonly pods: readonly Pod[];
  /** Why the controller of a StatefulSet cannot make pods; a Deployment says so itself. */
  readonly refusals: readonly CoreEvent[];
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

/** Follows one workload, its ReplicaSets and its pods by watches; dispose it when nobody looks any more. */
export class WorkloadView implements Disposable {
  readonly #options: ViewOptions;
  readonly #observer: Observer;
  #workload: WorkloadObject | undefined;
  #replicaSets: readonly KubernetesObject[] | undefined;
  #pods: readonly Pod[] | undefined;
  #refusals: readonly CoreEvent[] | undefined;

  private constructor(options: ViewOptions) {
    this.#options = options;
    this.#observer = new Observer(options);
  }

  /** Opens the view; resolves when everything was read once. */
  static async open(options: ViewOptions): Promise<WorkloadView> {
    const view = new WorkloadView(options);
    try {
      await view.#open();
      return view;
    } catch (error) {
      view[Symbol.dispose]();
      throw error;
    }
  }

  get kind(): Workload['kind'] {
    return this.#options.workload.kind;
  }

  /** What was last seen. */
  get snapshot(): Snapshot {
    const snapshot = this.#snapshot();
    if (!snapshot) throw gone(this.#options.workload); // open() waited for it
    return snapshot;
  }

  /** Resolves with what `decide` returns as soon as that is not `undefined`; asks after each change and each second. */
  async until<T>(decide: (snapshot: Snapshot) => T | undefined, signal: AbortSignal): Promise<T> {
    return this.#observer.until(() => decide(this.snapshot), signal);
  }

  /** As {@link until}, for so many milliseconds: then with `undefined`. */
  async during<T>(
    duration: number,
    decide: (snapshot: Snapshot) => T | undefined,
    signal: AbortSignal,
  ): Promise<T | undefined> {
    return this.#observer.during(duration, () => decide(this.snapshot), signal);
  }

  [Symbol.dispose](): void {
    this.#observer[Symbol.dispose]();
  }

  async #open(): Promise<void> {
    const { workload, shared, signal } = this.#options;
    const { kind, name, namespace } = workload;
    const observer = this.#observer;
    if (shared) this.#workload = await freshly(this.#options); // what others watch already may be a moment old
    const isIt = ({ metadata }: WorkloadObject): boolean => metadata.name === name;
    const key = { resource: resourceOf(kind), namespace, fieldSelector: `metadata.name=${name}`, matches: isIt };
    observer.follow(key, ([found]) => this.#see(found));
    await observer.until(() => this.#workload, signal);
    const selector = this.#workload?.spec.selector ?? {};
    const chosen = selection(selector);
    const matches = ({ metadata }: KubernetesObject): boolean => chosen(metadata.labels);
    const belonging = { namespace, labelSelector: selectorText(selector), matches };
    observer.follow({ ...belonging, resource: pods }, (items) => (this.#pods = items));
    if (kind === 'StatefulSet') {
      this.#replicaSets = [];
      observer.follow(refusalsOf(workload), (items) => (this.#refusals = items));
    } else {
      this.#refusals = [];
      observer.follow({ ...belonging, resource: replicaSets }, (items) => (this.#replicaSets = items));
    }
    await observer.until(() => this.#snapshot(), signal);
  }

  #snapshot(): Snapshot | undefined {
    const [workload, sets, all, refusals] = [this.#workload, this.#replicaSets, this.#pods, this.#refusals];
    return workload && sets && all && refusals && { workload, replicaSets: sets, pods: all, refusals };
  }

  #see(found: WorkloadObject | undefined): void {
    const known = this.#workload?.metadata;
    if (known && found?.metadata.uid !== known.uid) throw deletedWorkload(this.#options.workload); // and perhaps made anew
    if (!found) throw gone(this.#options.workload);
    if (!known || versionOf(found.metadata) >= versionOf(known)) this.#workload = found;
  }
}

/** Versions of one object are numbers that grow. */
function versionOf({ resourceVersion }: ObjectMeta): number {
  return Number(resourceVersion);
}

/** Names the events about a StatefulSet which say that a pod could not be made. */
function refusalsOf({ namespace, name }: ViewOptions['workload']): FollowKey<CoreEvent> {
  const fieldSelector = `involvedObject.kind=StatefulSet,involvedObject.name=${name},reason=FailedCreate`;
  return { resource: events, namespace, fieldSelector, isOwn: true, matches: () => true };
}

async function freshly({ api, workload, signal }: ViewOptions): Promise<WorkloadObject> {
  const { kind, namespace, name } = workload;
  try {
    return await api.get({ resource: resourceOf(kind), namespace, name }, signal);
  } catch (error) {
    throw ApiError.is(error, 404) ? gone(workload) : error;
  }
}

function gone(workload: ViewOptions['workload']): AdjustmentFailedError {
  return new AdjustmentFailedError(`${workloadText(workload)} does not exist`, {
    reason: 'not-found',
    hint: 'Look at the name and the namespace in servo.yaml.',
  });
}
