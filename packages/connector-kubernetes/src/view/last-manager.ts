import { fieldManager } from '../api/field-manager.js';
import type { WorkloadObject } from '../api/objects.js';

/** Returns the name under which the last other change was made. */
export function lastManager({ metadata }: WorkloadObject): string {
  const others = (metadata.managedFields ?? []).filter(
    ({ manager, subresource }) => manager !== fieldManager && subresource !== 'status',
  );
  const latest = others.toSorted((one, other) => (other.time ?? '').localeCompare(one.time ?? ''))[0];
  return latest ? `"${latest.manager}"` : 'somebody else';
}
