import { ServoError } from '@servo/core';
import { assertConnectorName, type Candidate, nearestName } from '@servo/core/runtime';

/** A connector that a template is to have. */
export interface WantedConnector {
  /** Its name in servo.yaml. */
  readonly key: string;
  /** What `connectors` calls it: with its package where two have one of that name. */
  readonly connector: string;
  readonly candidate: Candidate;
}

/**
 * The connectors that words name: `autocannon`, `fast:autocannon`; all that the deployment has where there are none.
 *
 * @throws {@link ServoError} `CONNECTOR_NOT_FOUND` for one that there is not, `USAGE_INVALID` or
 * `CONNECTOR_NAME_INVALID` for a name that it cannot have.
 */
export function wantedConnectors(
  words: readonly string[],
  candidates: readonly Candidate[],
): readonly WantedConnector[] {
  const usable = candidates.filter(({ refusal }) => !refusal);
  if (words.length === 0)
    return usable.map((candidate) => ({ key: candidate.name, connector: candidate.name, candidate }));
  const wanted = words.map((word) => {
    const [, alias, connector = ''] = /^(?:([^:]+):)?(.+)$/.exec(word) ?? [];
    const candidate = found(connector, usable);
    const key = alias ?? candidate.name;
    assertConnectorName(key);
    const other = usable.find(({ name }) => name === key && name !== candidate.name);
    if (other)
      throw new ServoError(
        'USAGE_INVALID',
        `"${key}" is the name of another connector, and cannot name "${connector}"`,
      );
    return { key, connector, candidate };
  });
  const twice = wanted.find(({ key }, index) => wanted.findIndex((each) => each.key === key) < index);
  if (twice)
    throw new ServoError('USAGE_INVALID', `"${twice.key}" is named twice`, {
      hint: `Give each a name: first:${twice.connector} second:${twice.connector}.`,
    });
  return wanted;
}

function found(name: string, usable: readonly Candidate[]): Candidate {
  const candidate = usable.find((each) => each.name === name || `${each.package}/${each.name}` === name);
  if (candidate) return candidate;
  const names = usable.map((each) => each.name);
  const nearest = nearestName(name, names);
  throw new ServoError('CONNECTOR_NOT_FOUND', `This deployment has no connector "${name}"`, {
    hint: nearest ? `Did you mean ${nearest}?` : `It has ${names.join(', ') || 'none'}; see servo connectors.`,
  });
}
