import { hadEnded, hasEnded } from './restart-baseline.js';
import { nodeLost } from './node-trouble.js';
import { type PodFinder, rejected } from './trouble.js';

const refusedByNode = /^(OutOf\w+|UnexpectedAdmissionError)$/; // the controller makes another pod at once

/** Finds pods that ended since the adjustment, for instance because their node had no memory left for them. */
export const evictionTrouble: PodFinder = (pods, { name, baseline }) => {
  const ended = pods.find(
    (pod) => hasEnded(pod) && !hadEnded(baseline, pod) && !refusedByNode.test(pod.status?.reason ?? ''),
  );
  if (!ended) return undefined;
  const { reason = 'Failed', message = '' } = ended.status ?? {};
  const text = `${name}: the pod ${ended.metadata.name} ended: ${reason} ${message}`.trim();
  const isNodeLost = ['NodeLost', 'NodeAffinity', 'Shutdown', 'Terminated', 'Preempting'].includes(reason);
  return isNodeLost ? nodeLost(text) : rejected('unstable', text);
};

/** Finds a pod that its node refused, which only matters where no controller makes another. */
export const refusalTrouble: PodFinder = (pods, { name }) => {
  const ended = pods.find((pod) => hasEnded(pod) && refusedByNode.test(pod.status?.reason ?? ''));
  if (!ended) return undefined;
  const { reason = '', message = '' } = ended.status ?? {};
  const text = `${name}: the node refused the pod ${ended.metadata.name}: ${reason} ${message}`.trim();
  return { reason: 'unschedulable', message: text, isVerdict: false, containers: [] };
};
