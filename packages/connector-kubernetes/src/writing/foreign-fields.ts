import { fieldManager } from '../api/field-manager.js';
import type { FieldTree, WorkloadObject } from '../api/objects.js';
import { currentFields, type Field, isSamePlace, isSameValue } from './fields.js';
import { recordedFields } from './record.js';

/**
 * Returns those of the fields to which somebody else has given a value since they were changed: it is not the one from before,
 * and by the list of the API server not ours. Without such a list nothing counts as foreign.
 */
export function foreignFields(workload: WorkloadObject, fields: readonly Field[]): readonly Field[] {
  const own = (workload.metadata.managedFields ?? []).filter(({ manager }) => manager === fieldManager);
  if (own.length === 0) return [];
  const recorded = recordedFields(workload);
  const current = currentFields(workload, fields);
  return fields.filter((field, index) => {
    const [before, now] = [recorded.find((each) => isSamePlace(each, field)), current[index]];
    if (!before || now?.value == null || isSameValue(before, now)) return false;
    return !own.some(({ fieldsV1 }) => hasPath(fieldsV1, pathOf(field)));
  });
}

function pathOf(field: Field): readonly string[] {
  if (field.at === 'replicas') return ['f:spec', 'f:replicas'];
  const container = ['f:spec', 'f:template', 'f:spec', 'f:containers', keyOf(field.container)];
  if (field.at === 'env') return [...container, 'f:env', keyOf(field.name), 'f:value'];
  return [...container, 'f:resources', `f:${field.at}`, `f:${field.name}`];
}

function keyOf(name: string): string {
  return `k:${JSON.stringify({ name })}`;
}

function hasPath(tree: FieldTree | undefined, path: readonly string[]): boolean {
  return path.reduce<FieldTree | undefined>((below, key) => below?.[key], tree) !== undefined;
}
