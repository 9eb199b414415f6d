/** Something that can be measured. */
export interface Metric {
  readonly name: string;
  /** A symbol such as `ms`, `rpm`, `%` or `bytes`; empty for a plain number. */
  readonly unit: string;
}

/**
 * Declares a metric.
 *
 * @example
 * metric('latency_99th', 'ms');
 */
export function metric(name: string, unit = ''): Metric {
  return { name, unit };
}
