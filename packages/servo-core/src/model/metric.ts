/** Something that can be measured. */
export interface Metric {
  readonly name: string;
  /** A symbol such as `ms`, `rpm`, `%` or `bytes`; empty for a plain number. */
  readonly unit: string;
  /** How it is measured, in the words of what measures it, such as a query; people are shown it. */
  readonly source?: string;
}

/**
 * Declares a metric.
 *
 * @example
 * metric('latency_99th', 'ms');
 */
export function metric(name: string, unit = '', source?: string): Metric {
  return { name, unit, ...(source !== undefined && { source }) };
}
