import type { KubernetesObject, ObjectMeta, WorkloadObject } from '../api/objects.js';
import { beforeAnnotation, holderAnnotation, outdatedAnnotation } from './annotations.js';
import {
  currentFields,
  type Field,
  fieldsOf,
  isSamePlace,
  isSameValue,
  patchOf,
  type WorkloadPatch,
} from './fields.js';
import { hasSet } from './has-set.js';
import { parseRecord } from './parse-record.js';

export { beforeAnnotation, holderAnnotation } from './annotations.js';

/** Returns what a workload had before the first adjustment of a run; empty when it is as it was. */
export function recordedFields({ metadata }: WorkloadObject): readonly Field[] {
  const text = metadata.annotations?.[beforeAnnotation];
  return text === undefined || isCopied(metadata) ? [] : fieldsOf(parseRecord(text, metadata));
}

/** Returns who changed a workload, or made a tuning pod. */
export function recordedHolder({ metadata }: KubernetesObject): string | undefined {
  return isCopied(metadata) ? undefined : metadata.annotations?.[holderAnnotation];
}

/** Whether a record was not written by a servo: `kubectl rollout undo` brings back that of an older revision. */
function isCopied(metadata: ObjectMeta): boolean {
  const keys = [beforeAnnotation, holderAnnotation];
  return keys.every((key) => hasSet(metadata, ['f:metadata', 'f:annotations', `f:${key}`]) === false);
}

/** Makes the patch of a change: the fields and, in the same write, the record of how it was before. */
export function recordingPatch(workload: WorkloadObject, fields: readonly Field[], holder: string): WorkloadPatch {
  const recorded = recordedFields(workload);
  const added = fields.filter((field) => !recorded.some((known) => isSamePlace(known, field)));
  const before = [...recorded, ...currentFields(workload, added)];
  const { resourceVersion } = workload.metadata;
  if (isBack(before, workload, fields)) return patchOf(fields, { resourceVersion, annotations: nothing });
  const annotations = { [beforeAnnotation]: JSON.stringify(restoringPatch(before)), [holderAnnotation]: holder };
  return patchOf(fields, { resourceVersion, annotations });
}

/** Whether a workload that was changed is with these fields as it was before. */
export function bringsBack(workload: WorkloadObject, fields: readonly Field[]): boolean {
  const recorded = recordedFields(workload);
  return recorded.length > 0 && isBack(recorded, workload, fields);
}

function isBack(before: readonly Field[], workload: WorkloadObject, fields: readonly Field[]): boolean {
  const current = currentFields(workload, before);
  return before.every((field, index) => {
    const after = fields.find((each) => isSamePlace(each, field)) ?? current[index];
    return isSameValue(field, after);
  });
}

/** Patches that change a workload and change it back: it is as it was, in a newer version. */
export const outdatingPatches: readonly WorkloadPatch[] = [
  { metadata: { annotations: { [outdatedAnnotation]: 'true' } } },
  { metadata: { annotations: { [outdatedAnnotation]: null } } },
];

/** Makes the patch that only forgets how it was: what runs now is how it is meant to be. */
export function forgettingPatch({ metadata: { resourceVersion } }: WorkloadObject): WorkloadPatch {
  return { metadata: { resourceVersion, annotations: nothing } };
}

const noRecord = { [beforeAnnotation]: null, [holderAnnotation]: null };
const nothing = { ...noRecord, [outdatedAnnotation]: null };

/** It also removes the record, so that `kubectl patch` with it leaves nothing behind. */
function restoringPatch(before: readonly Field[]): WorkloadPatch {
  return patchOf(before, { annotations: noRecord });
}
