import { ServoError } from '@servo/core';
import type { Candidate } from '@servo/core/documents';
import { assertConnectorName } from '@servo/core/runtime';
import { fullName, usableConnector } from '../usable-connector.js';

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
  const asked = words.length > 0 ? words : usable.map(fullName);
  const wanted = asked.map((word) => {
    const [, alias, connector = ''] = /^(?:([^:]+):)?(.+)$/.exec(word) ?? [];
    const candidate = usableConnector(connector, usable);
    const key = alias ?? candidate.name;
    assertConnectorName(key);
    const other = usable.find(({ name }) => name === key && name !== candidate.name);
    if (other)
      throw new ServoError(
        'USAGE_INVALID',
        `"${key}" is the name of another connector, and cannot name "${connector}"`,
      );
    return { key, connector: words.length > 0 ? connector : candidate.name, candidate };
  });
  const twice = wanted.find(({ key }, index) => wanted.findIndex((each) => each.key === key) < index);
  if (twice) {
    const same = wanted.filter(({ key }) => key === twice.key);
    const isOne = same.every(({ candidate }) => candidate === twice.candidate);
    const [first, second] = same.map(({ connector, candidate }) => (isOne ? connector : fullName(candidate)));
    throw new ServoError('USAGE_INVALID', `"${twice.key}" is named twice`, {
      hint: `Give each a name: servo generate first:${first} second:${second}.`,
    });
  }
  return wanted;
}
