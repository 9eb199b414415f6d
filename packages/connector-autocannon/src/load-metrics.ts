import type { Metric } from '@servo/core';
import { latencyPercentiles, loadMetrics as all } from '@servo/load';

const unknown: readonly string[] = ['success_rate', 'latency_total', 'bytes_in', 'bytes_out']; // the load does not tell

/** What a load is measured by, in the order in which it is announced. */
export const loadMetrics: readonly Metric[] = all.filter(({ name }) => !unknown.includes(name));

/** The names of {@link loadMetrics}. */
export const loadMetricNames: readonly string[] = loadMetrics.map(({ name }) => name);

/** The metrics that are percentiles, and which; the extremes are the 0th and the 100th. */
export const percentileMetrics: Readonly<Record<string, number>> = {
  latency_min: 0,
  ...latencyPercentiles,
  latency_max: 100,
};
