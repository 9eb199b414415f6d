import { PrometheusError } from './client/prometheus-error.js';
import type { PrometheusClient } from './client/prometheus-client.js';
import type { QueriedMetric } from './prometheus-config.js';
import { bareQuery } from './promql/bare-query.js';
import { queryFailed } from './query-failed.js';

const lookback = 300_000; // milliseconds for which a server takes the last sample for that of the moment
const usualInterval = 60_000; // milliseconds; hardly anything is scraped less often
/** What the last sample is asked for with. */
export interface LastSampleOptions {
  readonly client: Pick<PrometheusClient, 'query'>;
  /** Milliseconds since the Unix epoch. */
  readonly end: number;
  /** How old the last sample may be then, in milliseconds. */
  readonly stale: number;
  readonly signal: AbortSignal;
}

/** When the last sample of a metric was taken, and what the server said beside. */
export interface LastSample {
  /** Milliseconds since the Unix epoch, or the latest that it can have been; `undefined` where that is not known. */
  readonly at: number | undefined;
  readonly warnings: readonly string[];
}

/**
 * Asks when the last sample was taken that a metric rests on: a server repeats it for minutes, and what looks back over
 * a range has values for as long as that reaches. Of several things that a query reads, one that is alive is enough.
 */
export async function lastSample(metric: QueriedMetric, options: LastSampleOptions): Promise<LastSample> {
  const { sources = [] } = metric;
  const warnings: string[] = [];
  const times: (number | undefined)[] = [];
  for (const source of sources) {
    const { at, warnings: said } = await lastOf(source, metric, options);
    warnings.push(...said);
    if (at !== undefined && at >= options.end - options.stale) return { at, warnings };
    times.push(at);
  }
  const known = times.filter((at) => at !== undefined);
  return { at: known.length > 0 && known.length === times.length ? Math.max(...known) : undefined, warnings };
}

/** How old the last sample of a metric may be at the end, unless that is configured; milliseconds. */
export function usualAge(
  { interval, sources = [] }: Pick<QueriedMetric, 'interval' | 'sources'>,
  step: number,
): number {
  const isRecorded = sources.some((source) => /^\w*:/.test(source)); // by a rule, in an interval of its own
  return 2 * step + (isRecorded ? Math.max(interval ?? 0, usualInterval) : (interval ?? usualInterval));
}

async function lastOf(
  source: string,
  metric: QueriedMetric,
  { client, end, signal }: LastSampleOptions,
): Promise<LastSample> {
  try {
    const { series, warnings } = await client.query(`max(timestamp(${source}))`, signal, end);
    const at = series[0]?.points[0]?.[1];
    if (at === undefined) return { at: restsOnSamples(metric) ? end - lookback : undefined, warnings };
    return { at: Number.isFinite(at) ? at * 1_000 : undefined, warnings };
  } catch (error) {
    signal.throwIfAborted();
    if (isNoSelector(error)) return { at: undefined, warnings: [] };
    throw queryFailed(metric.name, error);
  }
}

/** Whether a metric that has values looks back further for them than a server does for the moment. */
function restsOnSamples({ query, absent }: QueriedMetric): boolean {
  return absent !== 'zero' && bareQuery(query).includes('[');
}

/** Whether a server says that there is nothing to ask: it was a word of the query that selects nothing. */
function isNoSelector(error: unknown): boolean {
  return error instanceof PrometheusError && (error.status === 400 || error.status === 422);
}
