import { isDeepStrictEqual } from 'node:util';
import { MeasurementFailedError } from '@servo/core';
import type { WorkloadObject } from '../api/objects.js';
import { type Workload, workloadText } from '../config/workload.js';
import { lastManager } from './last-manager.js';

/**
 * Asserts that nobody changed a workload between the beginning and the end of a measurement; an autoscaler that is accepted
 * may change the replicas.
 */
export function assertUnchanged(workload: Workload, start: WorkloadObject | undefined, end: WorkloadObject): void {
  if (!start || start.metadata.generation === end.metadata.generation) return;
  if (workload.acceptAutoscaler && isDeepStrictEqual(withoutReplicas(start), withoutReplicas(end))) return;
  const message = `${workloadText(workload)} was changed by ${lastManager(end)} while it was measured`;
  throw new MeasurementFailedError(message, {
    reason: 'inconclusive',
    hint: 'Pause what manages the workload (an autoscaler, a deployment pipeline) while it is tuned.',
  });
}

function withoutReplicas({ spec }: WorkloadObject): object {
  const { replicas: _, ...others } = spec;
  return others;
}
