import { isDeepStrictEqual } from 'node:util';
import { fieldManager } from '../api/field-manager.js';
import type { ManagedFields, WorkloadObject } from '../api/objects.js';

/**
 * Returns the name under which the last other change was made.
 *
 * @param since - the workload before the change, where it is known: who scales leaves no time, so that only this tells.
 */
export function lastManager({ metadata }: WorkloadObject, since?: WorkloadObject): string {
  const others = (metadata.managedFields ?? []).filter(
    ({ manager, subresource }) => manager !== fieldManager && subresource !== 'status',
  );
  const known = since?.metadata.managedFields ?? [];
  const news = since ? others.filter((each) => !known.some((old) => isDeepStrictEqual(old, each))) : [];
  const [latest] = (news.length > 0 ? news : others).toSorted((one, other) => timeOf(other).localeCompare(timeOf(one)));
  return latest ? `"${latest.manager}"` : 'somebody else';
}

function timeOf({ time = '' }: ManagedFields): string {
  return time;
}
