import { fieldManager } from '../api/field-manager.js';
import type { FieldTree, ObjectMeta } from '../api/objects.js';

/** Whether a servo has set a field, by the list of the API server; `undefined` where there is no such list. */
export function hasSet({ managedFields = [] }: ObjectMeta, path: readonly string[]): boolean | undefined {
  if (managedFields.length === 0) return undefined;
  return managedFields.some(({ manager, fieldsV1 }) => manager === fieldManager && hasPath(fieldsV1, path));
}

function hasPath(tree: FieldTree | undefined, path: readonly string[]): boolean {
  return path.reduce<FieldTree | undefined>((below, key) => below?.[key], tree) !== undefined;
}
