import { type Clock, deadline, ServoError } from '@servo/core';
import type { KubernetesApi } from '../api/kubernetes-api.js';
import type { Trouble } from './trouble.js';

const lines = 20;
const bytes = 16 * 1_024;
const most = 3; // containers
const limit = 3_000; // milliseconds, for all of them: what failed is taken back only afterwards

/** Where logs are read. */
export interface LogTailOptions {
  readonly api: Pick<KubernetesApi, 'log'>;
  readonly namespace: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Returns the ends of the logs of troubled containers, as text for a message; what cannot be read in time says why. */
export async function logTails({ containers }: Trouble, options: LogTailOptions): Promise<string> {
  const { api, namespace, clock, signal } = options;
  const reason = (): Error => new Error(`no answer in ${limit / 1_000} s`);
  using time = deadline(limit, { clock, signal, reason });
  const read = async ({ pod, container, restarted }: Trouble['containers'][number]): Promise<string> => {
    const how = { container, previous: restarted, lines, bytes, signal: time.signal };
    const text = await api.log(namespace, pod, how).catch((error: unknown) => unreadable(error, time.signal));
    return `\n--- log of ${pod} ${container}${restarted ? ' before the restart' : ''}\n${text.trimEnd() || '(empty)'}`;
  };
  return (await Promise.all(containers.slice(0, most).map(read))).join('');
}

/** The failure that is being explained matters more. */
function unreadable(error: unknown, { aborted, reason }: AbortSignal): string {
  return `(cannot be read: ${ServoError.from(aborted ? reason : error).message})`;
}
