import { metric, type Metric } from '@servo/core';

/** What a load is measured by, in the order in which it is announced. A connector may know fewer of them. */
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

/** The metrics that are percentiles, and which. */
export const latencyPercentiles: Readonly<Record<string, number>> = {
  latency_50th: 50,
  latency_90th: 90,
  latency_95th: 95,
  latency_99th: 99,
  latency_999th: 99.9,
};
