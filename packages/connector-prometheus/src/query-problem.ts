import { ServoError } from '@servo/core';
import type { PrometheusClient } from './client/prometheus-client.js';
import { queryOf } from './measure-metric.js';
import type { Notes } from './notes.js';
import type { QueriedMetric } from './prometheus-config.js';
import { isWithoutTraffic } from './verdict.js';

/** What a query is tried with. */
export interface QueryProblemOptions {
  readonly client: Pick<PrometheusClient, 'query'>;
  readonly signal: AbortSignal;
  readonly logger: Notes;
}

/** Tries the queries of a metric as of now; says why it would have no value, where that is so. */
export async function queryProblem(metric: QueriedMetric, options: QueryProblemOptions): Promise<string | undefined> {
  const { name, traffic } = metric;
  try {
    if (traffic !== undefined && isWithoutTraffic(await asked(traffic, name, options))) return `${name} has no traffic`;
    const series = await asked(queryOf(metric), name, options);
    if (series.length === 0) return `${name} brings nothing`;
    const numbers = series.flatMap(({ points }) => points).filter(([, value]) => Number.isFinite(value));
    return numbers.length === 0 ? `${name} brings no number` : undefined;
  } catch (error) {
    options.signal.throwIfAborted();
    return `${name}: ${ServoError.from(error).message}`;
  }
}

async function asked(query: string, name: string, { client, signal, logger }: QueryProblemOptions) {
  const { series, warnings } = await client.query(query, signal);
  for (const warning of warnings) logger.warn(`${name}: ${warning}`);
  return series;
}
