import { ServoError } from '@servo/core';
import { type Candidate, nearestName } from '@servo/core/documents';

/**
 * The connector of a name, with or without its package, among those that can be used.
 *
 * @throws {@link ServoError} `CONNECTOR_NOT_FOUND` when there is none.
 */
export function usableConnector(name: string, usable: readonly Candidate[]): Candidate {
  const found = usable.find((each) => each.name === name || `${each.package}/${each.name}` === name);
  if (found) return found;
  const names = usable.map((each) => each.name);
  const nearest = nearestName(name, names);
  throw new ServoError('CONNECTOR_NOT_FOUND', `This deployment has no connector "${name}"`, {
    hint: nearest ? `Did you mean ${nearest}?` : `It has ${names.join(', ') || 'none'}; see servo connectors.`,
  });
}
