import { formatDecimal } from './decimal.js';

/** A limit that a measurement must not go on breaking. */
export interface SloCondition {
  readonly metric: string;
  /** On which side of the threshold the metric is to stay; a value on the threshold is fine for both. */
  readonly keep: 'below' | 'above';
  /** A number, or the metric that it is compared with. */
  readonly threshold: number | ThresholdMetric;
  /** What the threshold is multiplied by before the comparison. */
  readonly multiplier: number;
  /** How many of the checks in the window must have failed. */
  readonly triggerCount: number;
  /** How many of the last checks count; at least `triggerCount`. */
  readonly triggerWindow: number;
  readonly description?: string | undefined;
}

/** A threshold that is measured, too. Where either of the two is next to nothing, their comparison says nothing. */
export interface ThresholdMetric {
  readonly metric: string;
  /** A value of the condition's metric from 0 to this is next to nothing. */
  readonly metricMinimum: number;
  /** A threshold from 0 to this is next to nothing. */
  readonly thresholdMinimum: number;
}

/**
 * Returns the text that stands for a condition in messages, and that makes it another one than the rest.
 *
 * @example
 * formatCondition(condition); // '(latency_99th below 80)', with a description '(latency_99th below 80 -> checkout)'
 */
export function formatCondition({ metric, keep, threshold, description }: SloCondition): string {
  const limit = typeof threshold === 'number' ? formatDecimal(threshold) : threshold.metric;
  return `(${metric} ${keep} ${limit}${description ? ` -> ${description}` : ''})`;
}

/** Returns the metrics that conditions look at, each once. */
export function metricsOf(conditions: readonly SloCondition[]): readonly string[] {
  const names = conditions.flatMap(({ metric, threshold }) =>
    typeof threshold === 'number' ? [metric] : [metric, threshold.metric],
  );
  return [...new Set(names)];
}
