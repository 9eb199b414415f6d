import { placeText } from '../config/place.js';
import type { Permission } from './missing-permissions.js';

/** Writes permissions by place and resource, each with its API group: `in shop: get, patch deployments.apps; list pods`. */
export function permissionsText(permissions: readonly Permission[]): string {
  return groupsOf(permissions, placeText)
    .map(([place, ofPlace]) => {
      const resources = groupsOf(ofPlace, resourceText);
      const texts = resources.map(([resource, each]) => `${each.map(({ verb }) => verb).join(', ')} ${resource}`);
      return `in ${place}: ${texts.join('; ')}`;
    })
    .join('; and ');
}

/** As kubectl takes it: `deployments.apps`, and `pods` of the core. */
function resourceText({ resource, group }: Permission): string {
  const [name, ...subresource] = resource.split('/');
  return [group === '' ? name : `${name}.${group}`, ...subresource].join('/');
}

function groupsOf<T>(all: readonly T[], keyOf: (one: T) => string): readonly (readonly [string, readonly T[]])[] {
  return [...Map.groupBy(all, keyOf)];
}
