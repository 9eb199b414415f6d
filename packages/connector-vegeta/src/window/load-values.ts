import { latencyPercentiles } from '@servo/load';
import type { LoadStats } from './load-stats.js';

/** Values by the name of the metric. */
export type LoadValues = Readonly<Record<string, number>>;

/** Returns the values that a stretch of `length` milliseconds has, whatever it holds, and what holds for any number of requests. */
export function rateValues(stats: LoadStats, length: number): LoadValues {
  const { requests, succeeded, bytesIn, bytesOut, latencies } = stats;
  const counted = { throughput: (succeeded * 60_000) / length, bytes_in: bytesIn, bytes_out: bytesOut };
  if (requests === 0) return counted;
  const success = (succeeded * 100) / requests;
  return {
    ...counted,
    error_rate: ((requests - succeeded) * 100) / requests,
    success_rate: success,
    latency_total: latencies.total / 1e6,
    latency_mean: latencies.total / requests / 1e6,
  };
}

/** Returns percentiles and extremes, which want many requests; none when there is no request. */
export function percentileValues({ latencies }: LoadStats): LoadValues {
  if (latencies.count === 0) return {};
  const values = Object.entries(latencyPercentiles).map(([name, percent]) => [
    name,
    latencies.percentile(percent) / 1e6,
  ]);
  return { ...Object.fromEntries(values), latency_max: latencies.max / 1e6, latency_min: latencies.min / 1e6 };
}
