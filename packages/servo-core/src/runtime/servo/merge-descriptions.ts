import type { Description } from '../../model/description.js';
import { Claims } from './claims.js';

/** What one connector says of itself. */
export interface Described extends Description {
  readonly connector: string;
}

/**
 * Joins what the connectors say.
 *
 * @throws `ServoError` `COMPONENT_CLAIMED_TWICE` or `METRIC_CLAIMED_TWICE` when two connectors answer the same; it
 * names all that they do.
 */
export function mergeDescriptions(parts: readonly Described[]): Description {
  const claims = new Claims();
  for (const { connector, components, metrics } of parts) {
    for (const { name } of components) claims.add('components', name, connector);
    for (const { name } of metrics) claims.add('metrics', name, connector);
  }
  claims.refuseClashes();
  return {
    components: latest(parts.flatMap(({ components }) => components)),
    metrics: latest(parts.flatMap(({ metrics }) => metrics)),
  };
}

/** Of what has one name, what was said last. */
function latest<T extends { readonly name: string }>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [item.name, item])).values()];
}
