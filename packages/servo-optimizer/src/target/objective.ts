import { ConfigurationError, type Metric } from '@servo/core';
import type { EmbeddedOptimizerConfig } from '@servo/core/wire';
import { findMetric, unknownMetric } from './find-metric.js';

/** What a study improves: the price, computed from the settings, or a measured metric. */
export type Objective =
  | { readonly kind: 'price' }
  | {
      readonly kind: 'metric';
      readonly metric: string;
      readonly unit: string;
      readonly direction: 'minimize' | 'maximize';
    };

/**
 * Reads the objective.
 *
 * @throws {@link ConfigurationError} `OBJECTIVE_METRIC_UNKNOWN` when nobody measures it.
 */
export function resolveObjective(
  { minimize, maximize }: Pick<EmbeddedOptimizerConfig, 'minimize' | 'maximize'>,
  metrics: readonly Metric[],
): Objective {
  if (minimize === 'price') return { kind: 'price' };
  const direction = minimize === undefined ? 'maximize' : 'minimize';
  const name = minimize ?? maximize ?? '';
  const metric = findMetric(name, metrics);
  if (metric) return { kind: 'metric', metric: metric.name, unit: metric.unit, direction };
  throw new ConfigurationError([{ path: `optimizer.${direction}`, ...unknownMetric(name, metrics) }], {
    code: 'OBJECTIVE_METRIC_UNKNOWN',
  });
}
