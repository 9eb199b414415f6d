import { loadMetrics } from '@servo/load';

/** The names of what an attack is measured by: all metrics of loads. */
export const loadMetricNames: readonly string[] = loadMetrics.map(({ name }) => name);
