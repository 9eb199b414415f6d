import { AdjustmentFailedError, AdjustmentRejectedError } from '@servo/core';
import type { KubernetesApi } from '../api/kubernetes-api.js';
import type { Workload } from '../config/workload.js';
import { logTails } from './log-tail.js';
import type { Trouble } from './trouble.js';

/** Where logs are read, if they are wanted. */
export interface TroubleErrorOptions {
  readonly api: KubernetesApi;
  readonly workload: Pick<Workload, 'logsInErrors' | 'namespace'>;
  readonly signal: AbortSignal;
}

/** Makes the error of a trouble: a rejection when the settings are to blame. */
export async function troubleError(
  trouble: Trouble,
  { api, workload: { logsInErrors, namespace }, signal }: TroubleErrorOptions,
): Promise<AdjustmentFailedError | AdjustmentRejectedError> {
  const tails = logsInErrors ? await logTails(api, namespace, trouble, signal) : '';
  const { reason, isVerdict } = trouble;
  const message = trouble.message + tails;
  return isVerdict ? new AdjustmentRejectedError(message, { reason }) : new AdjustmentFailedError(message, { reason });
}
