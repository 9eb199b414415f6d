import type { KubernetesObject, Pod, WorkloadObject } from '../api/objects.js';
import type { Snapshot } from './workload-view.js';

const revision = 'deployment.kubernetes.io/revision';

/** Returns the pods that were made from the template as it is now: those of the newest revision that are not going away. */
export function latestPods(snapshot: Snapshot): readonly Pod[] {
  const { workload, pods } = snapshot;
  const alive = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  if (snapshot.replicaSets.length === 0) {
    const { updateRevision } = workload.status ?? {};
    return alive.filter(
      (pod) => isOwnedBy(pod, workload) && pod.metadata.labels?.['controller-revision-hash'] === updateRevision,
    );
  }
  const owned = snapshot.replicaSets.filter((set) => isOwnedBy(set, workload) && isSeen(workload, set));
  const newest = owned.reduce<KubernetesObject | undefined>(
    (best, next) => (best && revisionOf(best) >= revisionOf(next) ? best : next),
    undefined,
  );
  return newest ? alive.filter((pod) => isOwnedBy(pod, newest)) : [];
}

/** Whether a set can be the present one; its own news may come later than that of the Deployment. */
function isSeen(workload: WorkloadObject, set: KubernetesObject): boolean {
  const present = revisionOf(workload);
  return present === 0 || revisionOf(set) >= present;
}

/** Whether `owner` made and keeps this object. */
export function isOwnedBy({ metadata }: KubernetesObject, owner: KubernetesObject): boolean {
  return metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid) ?? false;
}

function revisionOf({ metadata }: KubernetesObject): number {
  return Number(metadata.annotations?.[revision] ?? 0);
}
