import type { ContainerStatus, Pod } from '../api/objects.js';

/** How often containers had restarted before an adjustment, by pod and container: what happened before does not count. */
export type RestartBaseline = ReadonlyMap<string, number>;

/** Notes the restarts so far. */
export function restartBaseline(pods: readonly Pod[]): RestartBaseline {
  return new Map(
    pods.flatMap((pod) =>
      (pod.status?.containerStatuses ?? []).map((status) => [keyOf(pod, status), status.restartCount] as const),
    ),
  );
}

/** Returns how often a container restarted since. */
export function restartsSince(baseline: RestartBaseline, pod: Pod, status: ContainerStatus): number {
  return Math.max(status.restartCount - (baseline.get(keyOf(pod, status)) ?? 0), 0);
}

function keyOf({ metadata }: Pod, { name }: ContainerStatus): string {
  return `${metadata.uid}/${name}`;
}
