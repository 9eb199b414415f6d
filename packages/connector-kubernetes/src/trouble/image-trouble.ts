import { statusesOf, waitingText } from './container-status.js';
import type { PodFinder } from './trouble.js';

const reasons = ['ImagePullBackOff', 'ErrImagePull', 'InvalidImageName', 'ErrImageNeverPull'];

/** Finds images that cannot be pulled; no settings are to blame for that. */
export const imageTrouble: PodFinder = (pods, { name }) => {
  const found = pods.flatMap((pod) =>
    statusesOf(pod)
      .filter(({ state }) => reasons.includes(state?.waiting?.reason ?? ''))
      .map(({ name: container, state }) => `${pod.metadata.name} - ${container}: ${waitingText(state?.waiting)}`),
  );
  if (found.length === 0) return undefined;
  const message = `Container image pull failure detected on ${found.length} pods of ${name}: ${found.join(', ')}`;
  return { reason: 'image-pull-failed', message, isVerdict: false, containers: [] };
};
