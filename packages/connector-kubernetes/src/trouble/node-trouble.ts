import type { PodFinder, Trouble } from './trouble.js';

/** When a node is silent, the controller of nodes calls its pods unready and gives no reason; their containers may well run. */
export const nodeTrouble: PodFinder = (pods, { name }) => {
  const lost = pods.filter(({ status }) => {
    const { containerStatuses = [], conditions = [] } = status ?? {};
    const isUnready = conditions.some((each) => each.type === 'Ready' && each.status === 'False' && !each.reason);
    return isUnready && containerStatuses.length > 0 && containerStatuses.every(({ ready }) => ready);
  });
  if (lost.length === 0) return undefined;
  const texts = lost.map(({ metadata, spec }) => `${metadata.name} on ${spec.nodeName ?? 'no node'}`);
  return nodeLost(`${name}: nodes do not answer, and their pods count as unready: ${texts.join(', ')}`);
};

/** Makes the trouble of a node that is gone, which no settings are to blame for. */
export function nodeLost(message: string): Trouble {
  return { reason: 'node-lost', message, isVerdict: false, containers: [] };
}
