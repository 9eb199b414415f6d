import type { WorkloadObject } from '../api/objects.js';
import { type Workload, workloadText } from '../config/workload.js';
import { lastManager } from '../view/last-manager.js';
import type { Field } from '../writing/fields.js';

/** Says which fields were left alone on the way back, since somebody else has set them. */
export function keptText(workload: Workload, object: WorkloadObject, foreign: readonly Field[]): string {
  const names = foreign.map((field) => (field.at === 'replicas' ? field.at : field.name)).join(', ');
  return `${workloadText(workload)} keeps what ${lastManager(object)} has set meanwhile: ${names}`;
}
