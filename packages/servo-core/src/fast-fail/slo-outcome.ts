import { formatDecimal, toDecimal } from './decimal.js';
import type { SloCondition } from './slo-condition.js';
import type { SloSample } from './slo-sample.js';

/** How one condition came out at one check. All but `passed` and `failed` say nothing about it. */
export interface SloOutcome {
  readonly status:
    | 'passed'
    | 'failed'
    | 'missing_metric'
    | 'missing_threshold'
    /** Next to nothing, compared with a threshold that is measured, too. */
    | 'zero_metric'
    | 'zero_threshold';
  /** When it was checked, in milliseconds since the Unix epoch. */
  readonly time: number;
  readonly value?: number | undefined;
  /** With the multiplier. */
  readonly threshold?: number | undefined;
}

/** What a check takes besides condition and sample. */
export interface SloOptions {
  /** @default false */
  readonly treatZeroAsMissing?: boolean | undefined;
}

/** Says how a condition comes out. */
export function sloOutcome(
  { metric, keep, threshold: limit, multiplier }: SloCondition,
  { time, values }: SloSample,
  { treatZeroAsMissing = false }: SloOptions = {},
): SloOutcome {
  const find = (name: string): number | undefined => {
    const found = values.get(name);
    return found === 0 && treatZeroAsMissing ? undefined : found;
  };
  const value = find(metric);
  if (value === undefined) return { status: 'missing_metric', time };
  const base = typeof limit === 'number' ? limit : find(limit.metric);
  if (base === undefined) return { status: 'missing_threshold', time, value };
  const threshold = toDecimal(base * multiplier);
  const found = { time, value, threshold };
  if (typeof limit === 'object') {
    if (value >= 0 && value <= limit.metricMinimum) return { status: 'zero_metric', ...found };
    if (threshold >= 0 && threshold <= limit.thresholdMinimum) return { status: 'zero_threshold', ...found };
  }
  const passed = keep === 'below' ? value <= threshold : value >= threshold;
  return { status: passed ? 'passed' : 'failed', ...found };
}

/** Whether an outcome says something about its condition. */
export function isDecided({ status }: SloOutcome): boolean {
  return status === 'passed' || status === 'failed';
}

/** Writes down how a condition came out, with the time in UTC. */
export function formatOutcome({ metric, keep, threshold: limit }: SloCondition, outcome: SloOutcome): string {
  const { status, time, value = Number.NaN, threshold = Number.NaN } = outcome; // those that a text names are there
  const texts = {
    passed: 'SLO passed',
    failed: `SLO failed metric value ${formatDecimal(value)} was not ${keep} threshold value ${formatDecimal(threshold)}`,
    missing_metric: `Metric ${metric} was not found in readings`,
    missing_threshold: `Threshold metric ${typeof limit === 'object' ? limit.metric : limit} was not found in readings`,
    zero_metric: `Skipping SLO ${metric} due to near-zero metric value of ${formatDecimal(value)}`,
    zero_threshold: `Skipping SLO ${metric} due to near-zero threshold value of ${formatDecimal(threshold)}`,
  };
  const [date, hour] = new Date(time).toISOString().split(/[T.]/);
  return `${date} ${hour} ${texts[status]}`;
}
