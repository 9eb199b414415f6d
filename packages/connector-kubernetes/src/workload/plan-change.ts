import type { Adjustment } from '@servo/core';
import type { WorkloadObject } from '../api/objects.js';
import type { Workload } from '../config/workload.js';
import { differingFields, type Field } from '../writing/fields.js';
import { foreignFields } from '../writing/foreign-fields.js';
import { bringsBack } from '../writing/record.js';
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
  adjustments: readonly Adjustment[],
): PlannedChange {
  const wanted = differingFields(object, fieldsFor(workload, object, adjustments));
  const isReturn = bringsBack(object, wanted);
  const foreign = isReturn ? foreignFields(object, wanted) : [];
  return { fields: wanted.filter((field) => !foreign.includes(field)), foreign, isReturn };
}
