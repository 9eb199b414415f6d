import { fieldManager } from '../api/field-manager.js';
import type { KubernetesObject, WorkloadObject } from '../api/objects.js';
import {
  currentFields,
  type Field,
  fieldsOf,
  isSamePlace,
  isSameValue,
  patchOf,
  type WorkloadPatch,
} from './fields.js';

/** The annotation that holds how a workload was, as the patch that brings it back. */
export const beforeAnnotation = `${fieldManager}/before`;
/** The annotation that says which servo changed the workload. */
export const holderAnnotation = `${fieldManager}/holder`;

/** Returns what a workload had before the first adjustment of a run; empty when it is as it was. */
export function recordedFields({ metadata }: WorkloadObject): readonly Field[] {
  const text = metadata.annotations?.[beforeAnnotation];
  return text === undefined ? [] : fieldsOf(parse(text));
}

/** Returns who changed a workload, or made a tuning pod. */
export function recordedHolder({ metadata }: KubernetesObject): string | undefined {
  return metadata.annotations?.[holderAnnotation];
}

/** Makes the patch of a change: the fields and, in the same write, the record of how it was before. */
export function recordingPatch(workload: WorkloadObject, fields: readonly Field[], holder: string): WorkloadPatch {
  const recorded = recordedFields(workload);
  const added = fields.filter((field) => !recorded.some((known) => isSamePlace(known, field)));
  const before = [...recorded, ...currentFields(workload, added)];
  const current = currentFields(workload, before);
  const isBack = before.every((field, index) => {
    const after = fields.find((each) => isSamePlace(each, field)) ?? current[index];
    return isSameValue(field, after);
  });
  const { resourceVersion } = workload.metadata;
  if (isBack) return patchOf(fields, { resourceVersion, annotations: noRecord });
  const annotations = { [beforeAnnotation]: JSON.stringify(restoringPatch(before)), [holderAnnotation]: holder };
  return patchOf(fields, { resourceVersion, annotations });
}

/** Makes the patch that only forgets how it was: what runs now is how it is meant to be. */
export function forgettingPatch({ metadata: { resourceVersion } }: WorkloadObject): WorkloadPatch {
  return { metadata: { resourceVersion, annotations: noRecord } };
}

const noRecord = { [beforeAnnotation]: null, [holderAnnotation]: null };

/** It also removes the record, so that `kubectl patch` with it leaves nothing behind. */
function restoringPatch(before: readonly Field[]): WorkloadPatch {
  return patchOf(before, { annotations: noRecord });
}

function parse(text: string): WorkloadPatch {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed ? parsed : {};
  } catch {
    return {}; // somebody else wrote it; nothing can be learned from it
  }
}
