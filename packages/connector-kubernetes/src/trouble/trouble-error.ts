import { AdjustmentFailedError, AdjustmentRejectedError, type Clock } from '@servo/core';
import type { KubernetesApi } from '../api/kubernetes-api.js';
import type { Workload } from '../config/workload.js';
import { logTails } from './log-tail.js';
import type { Trouble } from './trouble.js';

/** Where logs are read, if they are wanted. */
export interface TroubleErrorOptions {
  readonly api: Pick<KubernetesApi, 'log'>;
  readonly workload: Pick<Workload, 'logsInErrors' | 'namespace'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Makes the error of a trouble: a rejection when the settings are to blame. */
export async function troubleError(
  trouble: Trouble,
  { workload: { logsInErrors, namespace }, ...how }: TroubleErrorOptions,
): Promise<AdjustmentFailedError | AdjustmentRejectedError> {
  const tails = logsInErrors ? await logTails(trouble, { ...how, namespace }) : '';
  const { reason, isVerdict } = trouble;
  const message = trouble.message + tails;
  return isVerdict ? new AdjustmentRejectedError(message, { reason }) : new AdjustmentFailedError(message, { reason });
}
