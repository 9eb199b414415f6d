import type { Clock } from '@servo/core';
import type { KubernetesApi } from '../api/kubernetes-api.js';
import type { Pod } from '../api/objects.js';
import { pods } from '../api/resource.js';
import type { Workload } from '../config/workload.js';
import { Observer } from '../view/observer.js';
import { tuningPodName } from './tuning-pod-name.js';

/** What a {@link TuningPodView} is opened with. */
export interface TuningPodViewOptions {
  readonly api: KubernetesApi;
  readonly workload: Pick<Workload, 'namespace' | 'name'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

type Decide<T> = (pod: Pod | undefined) => T | undefined;

/** Follows the pod that has the name of a tuning pod by a watch; dispose it when nobody looks any more. */
export class TuningPodView implements Disposable {
  readonly #observer: Observer;
  #pods: readonly Pod[] | undefined;

  private constructor({ api, clock }: TuningPodViewOptions) {
    this.#observer = new Observer({ api, clock });
  }

  /** Opens the view; resolves when it was looked once. */
  static async open(options: TuningPodViewOptions): Promise<TuningPodView> {
    const view = new TuningPodView(options);
    const { workload, signal } = options;
    const name = tuningPodName(workload);
    const matches = ({ metadata }: Pod): boolean => metadata.name === name;
    const key = { resource: pods, namespace: workload.namespace, fieldSelector: fieldSelectorOf(workload), matches };
    try {
      view.#observer.follow(key, (items) => (view.#pods = items));
      await view.#observer.until(() => view.#pods, signal);
      return view;
    } catch (error) {
      view[Symbol.dispose]();
      throw error;
    }
  }

  /** The pod as it was last seen, if there is one. */
  get pod(): Pod | undefined {
    return this.#pods?.[0];
  }

  /** Resolves with what `decide` returns as soon as that is not `undefined`; asks after each change and each second. */
  async until<T>(decide: Decide<T>, signal: AbortSignal): Promise<T> {
    return this.#observer.until(() => decide(this.pod), signal);
  }

  /** As {@link until}, for so many milliseconds: then with `undefined`. */
  async during<T>(duration: number, decide: Decide<T>, signal: AbortSignal): Promise<T | undefined> {
    return this.#observer.during(duration, () => decide(this.pod), signal);
  }

  [Symbol.dispose](): void {
    this.#observer[Symbol.dispose]();
  }
}

/** Reads the pod that has the name of a tuning pod, if there is one. */
export async function readTuningPod(
  api: KubernetesApi,
  workload: Pick<Workload, 'namespace' | 'name'>,
  signal: AbortSignal,
): Promise<Pod | undefined> {
  const key = { resource: pods, namespace: workload.namespace, fieldSelector: fieldSelectorOf(workload) };
  return (await api.list(key, signal)).items[0];
}

function fieldSelectorOf(workload: Pick<Workload, 'name'>): string {
  return `metadata.name=${tuningPodName(workload)}`;
}
