import type { WorkloadObject } from '../api/objects.js';

/** Whether the controller has seen the present template. */
export function isObserved({ metadata, status }: WorkloadObject): boolean {
  return metadata.generation === status?.observedGeneration;
}

/** Whether all pods that there shall be are there, new and ready, and no others. What the API server omits counts as 0. */
export function isReady(workload: WorkloadObject): boolean {
  const { spec, status = {} } = workload;
  const wanted = spec.replicas ?? 1;
  const counts = [status.replicas, status.readyReplicas, status.updatedReplicas, status.availableReplicas];
  return isObserved(workload) && !status.unavailableReplicas && counts.every((count) => (count ?? 0) === wanted);
}

/** How far a rollout is, in percent. */
export function rolloutPercent(workload: WorkloadObject): number {
  const { spec, status = {} } = workload;
  const wanted = Math.max(spec.replicas ?? 1, 1);
  if (!isObserved(workload)) return 0;
  const done = Math.min(status.updatedReplicas ?? 0, status.availableReplicas ?? 0, wanted);
  return (100 * done) / wanted;
}
