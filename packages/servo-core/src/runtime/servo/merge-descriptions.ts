import { ServoError } from '../../errors/servo-error.js';
import type { Component } from '../../model/component.js';
import type { Description } from '../../model/description.js';
import type { Metric } from '../../model/metric.js';

/** What one connector says of itself. */
export interface Described extends Description {
  readonly connector: string;
}

/**
 * Joins what the connectors say.
 *
 * @throws {@link ServoError} `COMPONENT_CLAIMED_TWICE` or `METRIC_CLAIMED_TWICE` when two connectors answer the same.
 */
export function mergeDescriptions(parts: readonly Described[]): Description {
  const components = new Map<string, { owner: string; item: Component }>();
  const metrics = new Map<string, { owner: string; item: Metric }>();
  for (const part of parts) {
    for (const item of part.components) claim(components, part.connector, item, componentTwice);
    for (const item of part.metrics) claim(metrics, part.connector, item, metricTwice);
  }
  return { components: items(components), metrics: items(metrics) };
}

function claim<T extends { readonly name: string }>(
  known: Map<string, { owner: string; item: T }>,
  owner: string,
  item: T,
  twice: (name: string, first: string, second: string) => ServoError,
): void {
  const first = known.get(item.name);
  if (first && first.owner !== owner) throw twice(item.name, first.owner, owner);
  known.set(item.name, { owner, item });
}

function items<T>(known: ReadonlyMap<string, { readonly item: T }>): readonly T[] {
  return [...known.values()].map(({ item }) => item);
}

function componentTwice(name: string, first: string, second: string): ServoError {
  return new ServoError(
    'COMPONENT_CLAIMED_TWICE',
    `Connectors "${first}" and "${second}" both describe the component "${name}"`,
    {
      hint: `Give it another name in the configuration of "${second}".`,
    },
  );
}

/** Internal: not covered by semver. */
export function metricTwice(name: string, first: string, second: string): ServoError {
  return new ServoError('METRIC_CLAIMED_TWICE', `Connectors "${first}" and "${second}" both measure "${name}"`, {
    hint: `List under "metrics" of "${first}" or "${second}" only what it is to report.`,
  });
}
