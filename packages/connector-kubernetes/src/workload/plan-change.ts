import type { WorkloadObject } from '../api/objects.js';
import type { Workload } from '../config/workload.js';
import { differingFields, type Field, isSamePlace, withFields } from '../writing/fields.js';
import { foreignFields } from '../writing/foreign-fields.js';
import { bringsBack, recordedFields } from '../writing/record.js';
import type { AdjustOrder } from './target.js';
import { fieldsFor } from './workload-settings.js';

/** What adjustments come to. */
export interface PlannedChange {
  /** What is to be written: what differs. */
  readonly fields: readonly Field[];
  /** What is left alone, since somebody else has set it meanwhile. */
  readonly foreign: readonly Field[];
  /** Whether the workload is then how it was before the first adjustment. */
  readonly isReturn: boolean;
}

/** Plans an adjustment; on the way back, what somebody else has set since is not overwritten. */
export function planChange(
  workload: Workload,
  object: WorkloadObject,
  { adjustments, restores }: Pick<AdjustOrder, 'adjustments' | 'restores'>,
): PlannedChange {
  const recorded = restores ? recordedFields(object) : [];
  const asked = fieldsFor(workload, withFields(object, recorded), adjustments);
  const others = asked.filter((field) => !recorded.some((each) => isSamePlace(each, field)));
  const wanted = differingFields(object, [...recorded, ...others]);
  const isReturn = restores || bringsBack(object, wanted);
  const foreign = isReturn ? foreignFields(object, wanted) : [];
  return { fields: wanted.filter((field) => !foreign.includes(field)), foreign, isReturn };
}
