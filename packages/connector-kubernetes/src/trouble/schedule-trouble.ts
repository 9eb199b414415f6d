import { formatAdjustments } from '@servo/core';
import { type PodFinder, rejected } from './trouble.js';

/** Finds that the scheduler has no node for pods; names the settings that it complains about. */
export const scheduleTrouble: PodFinder = (pods, { name, adjustments }) => {
  const messages = pods.flatMap((pod) => {
    const condition = pod.status?.conditions?.find(({ reason }) => reason === 'Unschedulable');
    return condition ? [condition.message ?? ''] : [];
  });
  const [words] = messages;
  if (words === undefined) return undefined;
  const blamed = formatAdjustments(adjustments.filter(({ setting }) => isBlamed(setting, words)));
  const what = blamed ? `Requested adjustment(s) (${blamed})` : `${messages.length} pod(s) of ${name}`;
  return rejected('unschedulable', `${what} cannot be scheduled due to "${words}"`);
};

function isBlamed(setting: string, words: string): boolean {
  const word = setting === 'cpu' ? /\bcpu\b/i : setting === 'mem' ? /\bmemory\b/i : undefined;
  return word?.test(words) ?? false;
}
