import type { ConfigurationProblem, Metric } from '@servo/core';
import { fullMetricName } from '@servo/core/wire';
import { nearestName } from './nearest-name.js';

/** The metric of a name; a short name such as `p99` stands for the long one where no metric is called so itself. */
export function findMetric(name: string, metrics: readonly Metric[]): Metric | undefined {
  const called = (wanted: string): Metric | undefined => metrics.find((metric) => metric.name === wanted);
  return called(name) ?? called(fullMetricName(name));
}

/** Says that nobody measures a metric, which one was perhaps meant, and which there are. */
export function unknownMetric(name: string, metrics: readonly Metric[]): ConfigurationProblem {
  const names = metrics.map((metric) => metric.name);
  const nearest = nearestName(fullMetricName(name), names);
  const there = names.length > 0 ? `the metrics are ${names.join(', ')}` : 'no connector offers a metric';
  return {
    message: `no connector measures "${fullMetricName(name)}"`,
    hint: nearest ? `did you mean "${nearest}"? ${there}` : there,
  };
}
