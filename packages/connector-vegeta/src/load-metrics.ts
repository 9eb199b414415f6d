import { metric, type Metric } from '@servo/core';

/** What an attack is measured by, in the order in which it is announced. */
export const loadMetrics = [
  metric('throughput', 'rpm'),
  metric('error_rate', '%'),
  metric('success_rate', '%'),
  metric('latency_total', 'ms'),
  metric('latency_mean', 'ms'),
  metric('latency_50th', 'ms'),
  metric('latency_90th', 'ms'),
  metric('latency_95th', 'ms'),
  metric('latency_99th', 'ms'),
  metric('latency_999th', 'ms'),
  metric('latency_max', 'ms'),
  metric('latency_min', 'ms'),
  metric('bytes_in', 'bytes'),
  metric('bytes_out', 'bytes'),
] as const satisfies readonly Metric[];

/** The names of {@link loadMetrics}. */
export const loadMetricNames: readonly string[] = loadMetrics.map(({ name }) => name);

/** Returns the metrics that are configured and asked for; all that are configured when no list is there, or an empty one. */
export function chosenMetrics(configured: readonly string[], asked: readonly string[] = []): readonly Metric[] {
  return loadMetrics.filter(({ name }) => configured.includes(name) && (asked.length === 0 || asked.includes(name)));
}
