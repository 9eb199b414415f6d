import { isDeepStrictEqual } from 'node:util';
import { MeasurementFailedError } from '@servo/core';
import type { WorkloadObject } from '../api/objects.js';
import { type Workload, workloadText } from '../config/workload.js';
import { lastManager } from './last-manager.js';

/**
 * Whether somebody wrote to a workload between two looks at it, or made it anew; an autoscaler that is accepted may change the
 * replicas.
 */
export function isChanged(
  { acceptAutoscaler }: Pick<Workload, 'acceptAutoscaler'>,
  one: WorkloadObject,
  other: WorkloadObject,
): boolean {
  if (one.metadata.uid !== other.metadata.uid) return true;
  if (one.metadata.generation === other.metadata.generation) return false;
  return !isDeepStrictEqual(compared(one, acceptAutoscaler), compared(other, acceptAutoscaler));
}

/** Asserts that nobody changed a workload since a measurement began, or since its settings were written. */
export function assertUnchanged(
  workload: Workload,
  start: WorkloadObject | undefined,
  end: WorkloadObject,
  since = 'while it was measured',
): void {
  if (!start || !isChanged(workload, start, end)) return;
  throw new MeasurementFailedError(`${workloadText(workload)} was changed by ${lastManager(end, start)} ${since}`, {
    reason: 'inconclusive',
    hint: 'Pause what manages the workload (an autoscaler, a deployment pipeline) while it is tuned.',
  });
}

function compared({ spec }: WorkloadObject, exceptReplicas: boolean): object {
  const { replicas: _, ...others } = spec;
  return exceptReplicas ? others : spec;
}
