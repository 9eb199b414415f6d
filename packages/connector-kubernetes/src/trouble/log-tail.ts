import type { KubernetesApi } from '../api/kubernetes-api.js';
import { ServoError } from '@servo/core';
import type { Trouble } from './trouble.js';

const lines = 20;
const bytes = 16 * 1_024;
const most = 3; // containers

/** Returns the ends of the logs of troubled containers, as text for a message; what cannot be read says why. */
export async function logTails(
  api: KubernetesApi,
  namespace: string,
  { containers }: Trouble,
  signal: AbortSignal,
): Promise<string> {
  const tails = await Promise.all(
    containers.slice(0, most).map(async ({ pod, container, restarted }) => {
      const options = { container, previous: restarted, lines, bytes, signal };
      const text = await api.log(namespace, pod, options).catch(unreadable);
      return `\n--- log of ${pod} ${container}${restarted ? ' before the restart' : ''}\n${text.trimEnd() || '(empty)'}`;
    }),
  );
  return tails.join('');
}

/** The failure that is being explained matters more. */
function unreadable(error: unknown): string {
  return `(cannot be read: ${ServoError.from(error).message})`;
}
