import type { ConfigurationProblem, Metric } from '@servo/core';
import { nearestName } from './nearest-name.js';

/** Says that nobody measures a metric, which one was perhaps meant, and which there are. */
export function unknownMetric(name: string, metrics: readonly Metric[]): ConfigurationProblem {
  const names = metrics.map((metric) => metric.name);
  const nearest = nearestName(name, names);
  const there = names.length > 0 ? `the metrics are ${names.join(', ')}` : 'no connector offers a metric';
  return {
    message: `no connector measures "${name}"`,
    hint: nearest ? `did you mean "${nearest}"? ${there}` : there,
  };
}
