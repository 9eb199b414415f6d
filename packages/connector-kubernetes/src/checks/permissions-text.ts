import { placeText } from '../config/place.js';
import type { Permission } from './missing-permissions.js';

/** Writes permissions by place and resource, each with its API group: `in shop: get, patch deployments.apps "web"; list pods`. */
export function permissionsText(permissions: readonly Permission[]): string {
  return groupsOf(permissions, placeText)
    .map(([place, ofPlace]) => {
      const resources = groupsOf(ofPlace, resourceText);
      const texts = resources.map(([resource, each]) => `${each.map(({ verb }) => verb).join(', ')} ${resource}`);
      return `in ${place}: ${texts.join('; ')}`;
    })
    .join('; and ');
}

/** As kubectl takes it: `deployments.apps`, and `pods` of the core; with the name of the one that is meant, if it is one. */
function resourceText({ resource, group, name }: Permission): string {
  const [plural, ...subresource] = resource.split('/');
  const text = [group === '' ? plural : `${plural}.${group}`, ...subresource].join('/');
  return name === undefined ? text : `${text} "${name}"`;
}

function groupsOf<T>(all: readonly T[], keyOf: (one: T) => string): readonly (readonly [string, readonly T[]])[] {
  return [...Map.groupBy(all, keyOf)];
}
