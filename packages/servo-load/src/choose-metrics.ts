import type { Metric } from '@servo/core';

/** Which metrics are wanted, by their names. */
export interface MetricChoice {
  readonly configured: readonly string[];
  /** What a measurement is asked for; all that are configured when it is absent or empty. */
  readonly asked?: readonly string[] | undefined;
}

/** Returns those of a connector's metrics that are configured and asked for. */
export function chooseMetrics(metrics: readonly Metric[], { configured, asked = [] }: MetricChoice): readonly Metric[] {
  return metrics.filter(({ name }) => configured.includes(name) && (asked.length === 0 || asked.includes(name)));
}
