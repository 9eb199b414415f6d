import type { ContainerStatus, Pod } from '../api/objects.js';

/**
 * How often containers had restarted before an adjustment, by pod and container, and which pods had ended: what happened before
 * does not count.
 */
export type RestartBaseline = ReadonlyMap<string, number>;

/** Notes the restarts and the ends so far. */
export function restartBaseline(pods: readonly Pod[]): RestartBaseline {
  return new Map(
    pods.flatMap((pod) => [
      ...(hasEnded(pod) ? [[pod.metadata.uid, 1] as const] : []),
      ...(pod.status?.containerStatuses ?? []).map((status) => [keyOf(pod, status), status.restartCount] as const),
    ]),
  );
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
