import type { ContainerStatus, CoreEvent, Pod } from '../api/objects.js';
import type { Snapshot } from '../view/workload-view.js';

/**
 * How often containers had restarted before an adjustment, by pod and container, which pods had ended, and how often the
 * controller had told why it makes none: what happened before does not count.
 */
export type RestartBaseline = ReadonlyMap<string, number>;

/** Notes the restarts, the ends and the refusals so far. */
export function restartBaseline({ pods, refusals }: Pick<Snapshot, 'pods' | 'refusals'>): RestartBaseline {
  return new Map([
    ...refusals.map((event) => [event.metadata.uid, event.count ?? 1] as const),
    ...pods.flatMap((pod) => [
      ...(hasEnded(pod) ? [[pod.metadata.uid, 1] as const] : []),
      ...(pod.status?.containerStatuses ?? []).map((status) => [keyOf(pod, status), status.restartCount] as const),
    ]),
  ]);
}

/** Whether the controller has told it again since. */
export function isNews(baseline: RestartBaseline, { metadata, count = 1 }: CoreEvent): boolean {
  return count > (baseline.get(metadata.uid) ?? 0);
}

/** Whether a pod failed as a whole, and will not run again. */
export function hasEnded({ status }: Pod): boolean {
  return status?.phase === 'Failed';
}

/** Whether a pod had failed before. */
export function hadEnded(baseline: RestartBaseline, { metadata }: Pod): boolean {
  return baseline.has(metadata.uid);
}

/** Returns how often a container restarted since. */
export function restartsSince(baseline: RestartBaseline, pod: Pod, status: ContainerStatus): number {
  return Math.max(status.restartCount - (baseline.get(keyOf(pod, status)) ?? 0), 0);
}

function keyOf({ metadata }: Pod, { name }: ContainerStatus): string {
  return `${metadata.uid}/${name}`;
}
