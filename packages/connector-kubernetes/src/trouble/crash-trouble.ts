import type { ContainerStatus, Pod } from '../api/objects.js';
import { waitingText } from './container-status.js';
import { type RestartBaseline, restartsSince } from './restart-baseline.js';
import { type PodFinder, rejected } from './trouble.js';

const startReasons = ['RunContainerError', 'CreateContainerError', 'CreateContainerConfigError'];

/** Finds configured containers that restarted since the adjustment, or cannot be started. */
export const crashTrouble: PodFinder = (pods, { baseline, containers, name }) => {
  const crashed = pods.flatMap((pod) =>
    (pod.status?.containerStatuses ?? [])
      .filter((status) => containers.includes(status.name) && hasCrashed(baseline, pod, status))
      .map((status) => ({ pod, status, count: restartsSince(baseline, pod, status) })),
  );
  if (crashed.length === 0) return undefined;
  const texts = crashed.map(
    ({ pod, status, count }) => `${pod.metadata.name} - ${status.name} x${count}${endText(status)}`,
  );
  return {
    ...rejected('unstable', `${name} pod(s) crash restart detected: ${texts.join(', ')}`),
    containers: crashed.map(({ pod, status }) => ({
      pod: pod.metadata.name,
      container: status.name,
      restarted: status.restartCount > 0,
    })),
  };
};

function hasCrashed(baseline: RestartBaseline, pod: Pod, status: ContainerStatus): boolean {
  return restartsSince(baseline, pod, status) > 0 || startReasons.includes(status.state?.waiting?.reason ?? '');
}

function endText({ lastState, state }: ContainerStatus): string {
  const end = lastState?.terminated ?? state?.terminated;
  return end ? ` (${end.reason ?? 'ended'}, exit code ${end.exitCode})` : ` (${waitingText(state?.waiting)})`;
}
