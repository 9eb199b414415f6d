import { ServoError } from '@servo/core';
import { type Candidate, nearestName } from '@servo/core/documents';

/**
 * The connector of a name, with or without its package, among those that can be used.
 *
 * @throws {@link ServoError} `CONNECTOR_NOT_FOUND` when there is none, `CONNECTOR_AMBIGUOUS` when several packages have one.
 */
export function usableConnector(name: string, usable: readonly Candidate[]): Candidate {
  const [found, ...others] = usable.filter((each) => each.name === name || fullName(each) === name);
  if (found && others.length > 0) throw ambiguous(name, [found, ...others]);
  if (found) return found;
  const names = usable.map((each) => each.name);
  const nearest = nearestName(name, names);
  throw new ServoError('CONNECTOR_NOT_FOUND', `This deployment has no connector "${name}"`, {
    hint: nearest ? `Did you mean ${nearest}?` : `It has ${names.join(', ') || 'none'}; see servo connectors.`,
  });
}

/** The name of a connector with its package, which two cannot have. */
export function fullName({ package: owner, name }: Candidate): string {
  return `${owner}/${name}`;
}

function ambiguous(name: string, found: readonly Candidate[]): ServoError {
  const choices = found.map(fullName);
  return new ServoError('CONNECTOR_AMBIGUOUS', `Several packages have a connector "${name}": ${choices.join(', ')}`, {
    hint: `Write ${choices[0]}.`,
  });
}
