import { CheckError } from '@servo/core';
import { ApiError } from '../api/api-error.js';
import type { KubernetesApi } from '../api/kubernetes-api.js';
import type { Workload } from '../config/workload.js';
import { readWorkload } from '../view/read-workload.js';
import { isTuningPod, tuningPod, tuningPodText } from './tuning-pod.js';
import { checkPod } from './tuning-pod-writer.js';
import { readTuningPod } from './tuning-pod-view.js';

/**
 * Asks the API server whether it would take the tuning pod of a workload: quotas, limit ranges and admission are asked as
 * well, and nothing is made.
 *
 * @throws {@link CheckError} when it would not, or when another pod has the name.
 */
export async function assertTuningPodFits(api: KubernetesApi, workload: Workload, signal: AbortSignal): Promise<void> {
  const { canary } = workload;
  if (!canary) return;
  const [deployment, present] = await Promise.all([
    readWorkload(api, workload, signal),
    readTuningPod(api, workload, signal),
  ]);
  const name = tuningPodText(workload);
  if (present && !isTuningPod(present))
    throw new CheckError(`${name} is there, and no servo made it`, { hint: 'Give that pod another name.' });
  if (present) return; // it has its share of a quota already
  const pod = tuningPod({ workload, canary, deployment, fields: [], identity: 'check' });
  try {
    await checkPod(api, workload, pod, signal);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new CheckError(`${name} cannot be made: ${error.message}`, {
      cause: error,
      hint: 'Make room for one more pod of the template, or let it begin with less: "request" and "limit" of cpu and memory.',
    });
  }
}
