import type { WorkloadObject } from '../api/objects.js';
import { currentFields, type Field, isSamePlace, isSameValue } from './fields.js';
import { hasSet } from './has-set.js';
import { recordedFields } from './record.js';

/**
 * Returns those of the fields that are to be brought back to which somebody else has given a value since they were changed, or
 * taken theirs: what is there is not what was before, and by the list of the API server not ours.
 */
export function foreignFields(workload: WorkloadObject, fields: readonly Field[]): readonly Field[] {
  const recorded = recordedFields(workload);
  const current = currentFields(workload, fields);
  return fields.filter((field, index) => {
    const before = recorded.find((each) => isSamePlace(each, field)) ?? field;
    const now = current[index];
    if (!now || isSameValue(before, now)) return false;
    return now.value === null || hasSet(workload.metadata, pathOf(now)) === false;
  });
}

function pathOf(field: Field): readonly string[] {
  if (field.at === 'replicas') return ['f:spec', 'f:replicas'];
  const container = ['f:spec', 'f:template', 'f:spec', 'f:containers', keyOf(field.container)];
  if (field.at === 'env') return [...container, 'f:env', keyOf(field.name), field.value === '' ? 'f:name' : 'f:value'];
  return [...container, 'f:resources', `f:${field.at}`, `f:${field.name}`];
}

function keyOf(name: string): string {
  return `k:${JSON.stringify({ name })}`;
}
