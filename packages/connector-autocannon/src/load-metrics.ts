import { metric, type Metric } from '@servo/core';

/** What a load is measured by, in the order in which it is announced. */
export const loadMetrics = [
  metric('throughput', 'rpm'),
  metric('error_rate', '%'),
  metric('latency_mean', 'ms'),
  metric('latency_50th', 'ms'),
  metric('latency_90th', 'ms'),
  metric('latency_95th', 'ms'),
  metric('latency_99th', 'ms'),
  metric('latency_999th', 'ms'),
  metric('latency_max', 'ms'),
  metric('latency_min', 'ms'),
] as const satisfies readonly Metric[];

/** The names of {@link loadMetrics}. */
export const loadMetricNames: readonly string[] = loadMetrics.map(({ name }) => name);

/** The metrics that are percentiles, and which; the extremes are the 0th and the 100th. */
export const percentileMetrics: Readonly<Record<string, number>> = {
  latency_min: 0,
  latency_50th: 50,
  latency_90th: 90,
  latency_95th: 95,
  latency_99th: 99,
  latency_999th: 99.9,
  latency_max: 100,
};
