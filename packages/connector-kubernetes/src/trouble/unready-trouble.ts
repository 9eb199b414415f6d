import { statusesOf } from './container-status.js';
import { type PodFinder, rejected } from './trouble.js';

/** Finds pods that are not ready, whatever the reason. */
export const unreadyTrouble: PodFinder = (pods, { name }) => {
  const unready = pods.flatMap((pod) => {
    const condition = pod.status?.conditions?.find(({ type, status }) => type === 'Ready' && status === 'False');
    return condition ? [{ pod, condition }] : [];
  });
  if (unready.length === 0) return undefined;
  const texts = unready.map(({ pod, condition: { reason, message } }) =>
    [`${pod.metadata.name} - (${reason ? `reason ${reason}` : 'no reason given'})`, message].filter(Boolean).join(' '),
  );
  return {
    ...rejected('start-failed', `Found ${unready.length} unready pod(s) for ${name}: ${texts.join(', ')}`),
    containers: unready.flatMap(({ pod }) =>
      statusesOf(pod)
        .filter(({ ready }) => !ready)
        .map((status) => ({ pod: pod.metadata.name, container: status.name, restarted: status.restartCount > 0 })),
    ),
  };
};
