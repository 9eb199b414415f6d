import { ServoError } from '../errors/servo-error.js';

/** How a metric is compared with its limit. */
export type ConditionOperator = '<' | '<=' | '>' | '>=';

/** A limit that a configuration must keep, as a person writes it: `p99 < 80ms`, `throughput >= 95% of baseline`. */
export interface MetricCondition {
  /** As written. */
  readonly text: string;
  /** The metric's name as written, which may be a short one: see {@link fullMetricName}. */
  readonly metric: string;
  readonly operator: ConditionOperator;
  readonly limit: number;
  /** The unit of the limit as written; empty when none was given. */
  readonly unit: string;
  /** Whether the limit is a fraction of what the running configuration measured (0.95 for `95% of baseline`). */
  readonly ofBaseline: boolean;
}

const aliases: ReadonlyMap<string, string> = new Map([
  ['p50', 'latency_50th'],
  ['p90', 'latency_90th'],
  ['p95', 'latency_95th'],
  ['p99', 'latency_99th'],
  ['p999', 'latency_999th'],
  ['p99.9', 'latency_999th'],
]);
const syntax = /^\s*([\w.-]+)\s*(<=|>=|<|>)\s*(\d+(?:\.\d+)?)\s*(?:(%\s*of\s+baseline)|([a-zA-Z%/]*))\s*$/;

/** Spells out the short names of latency metrics: `p99` is `latency_99th`. */
export function fullMetricName(name: string): string {
  return aliases.get(name) ?? name;
}

/**
 * Reads a condition.
 *
 * @throws {@link ServoError} `CONDITION_INVALID` when the text has another form.
 * @example
 * parseCondition('p99 < 80ms'); // { metric: 'p99', operator: '<', limit: 80, unit: 'ms', ofBaseline: false, … }
 */
export function parseCondition(text: string): MetricCondition {
  const [, metric, operator, number, share, unit = ''] = syntax.exec(text) ?? [];
  if (metric === undefined || operator === undefined)
    throw new ServoError('CONDITION_INVALID', `Expected a condition as <metric> <op> <number><unit>, got "${text}"`, {
      hint: 'For example: p99 < 80ms, error_rate < 1%, throughput >= 95% of baseline.',
    });
  const ofBaseline = share !== undefined;
  return {
    text: text.trim().replace(/\s+/g, ' '),
    metric,
    operator: operator as ConditionOperator, // the expression admits nothing else
    limit: ofBaseline ? Number(number) / 100 : Number(number),
    unit,
    ofBaseline,
  };
}
