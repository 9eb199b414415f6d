import type { Workload } from './workload.js';

const many = 10; // workloads of a namespace

/** A namespace of a cluster, and the workloads that are tuned there. */
export interface Place extends Pick<Workload, 'kubeconfig' | 'context' | 'namespace'> {
  readonly workloads: readonly Workload[];
}

/** Returns the places that workloads are in. */
export function placesOf(workloads: readonly Workload[]): readonly Place[] {
  const groups = Map.groupBy(workloads, ({ kubeconfig, context, namespace }) =>
    JSON.stringify([kubeconfig, context, namespace]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group; // all of a group are in the same place
    if (!first) return [];
    const { kubeconfig, context, namespace } = first;
    return [{ kubeconfig, context, namespace, workloads: group }];
  });
}

/** Whether so many workloads are tuned there that they share their watches: each would need three connections for itself. */
export function isCrowded({ workloads }: Pick<Place, 'workloads'>): boolean {
  return workloads.length >= many;
}

/** Writes a place as a person would: `shop`, or `shop of the context staging`. */
export function placeText({ namespace, context }: Pick<Place, 'namespace' | 'context'>): string {
  return context === undefined ? namespace : `${namespace} of the context ${context}`;
}
