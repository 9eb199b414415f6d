import { AdjustmentFailedError } from '@servo/core';
import { type Workload, workloadText } from '../config/workload.js';

/** Makes the error of a workload that is gone in the middle of an adjustment, and perhaps was made anew. */
export function deletedWorkload(workload: Pick<Workload, 'kind' | 'namespace' | 'name'>): AdjustmentFailedError {
  return new AdjustmentFailedError(`${workloadText(workload)} was deleted while it was adjusted`, {
    reason: 'changed-elsewhere',
    hint: `Look with kubectl -n ${workload.namespace} get events what happened to it.`,
  });
}
