import { type AbsentMetric, metric, type Reading, timeSeries } from '@servo/core';
import { askRange } from './ask-range.js';
import type { PrometheusClient } from './client/prometheus-client.js';
import { lastSample, usualAge } from './last-sample.js';
import type { PrometheusSettings, QueriedMetric } from './prometheus-config.js';
import { alignedRange, stepOf } from './range-chunks.js';
import { type Series, seriesId } from './series.js';
import { Turns } from './turns.js';
import { isWithoutTraffic, verdictOf } from './verdict.js';
import { withoutValue } from './without-value.js';

/** What a metric is measured with; times in milliseconds since the Unix epoch. */
export interface MeasureMetricOptions {
  readonly client: Pick<PrometheusClient, 'query' | 'queryRange'>;
  readonly config: Pick<PrometheusSettings, 'stale'>;
  readonly start: number;
  readonly end: number;
  readonly signal: AbortSignal;
}

/** What became of one metric. */
export interface MeasuredMetric {
  readonly readings: readonly Reading[];
  readonly absent: readonly AbsentMetric[];
  readonly warnings: readonly string[];
  /** What was asked, and what came. */
  readonly annotation: string;
}

/**
 * Asks for a metric over a stretch of time.
 *
 * @throws {@link MeasurementFailedError} when it cannot be asked, or has no value where it must have one.
 */
export async function measureMetric(wanted: QueriedMetric, options: MeasureMetricOptions): Promise<MeasuredMetric> {
  const { start, end } = options;
  const { interval } = wanted;
  const step = stepOf(end - start, { step: wanted.step?.milliseconds, interval });
  const range = alignedRange({ start, end, step });
  const asking = { ...options, name: wanted.name };
  const { series, warnings: said } = await askRange(queryOf(wanted), range, asking);
  const traffic = wanted.traffic === undefined ? undefined : await askRange(wanted.traffic, range, asking);
  const isIdle = traffic !== undefined && isWithoutTraffic(traffic.series);
  const stale = options.config.stale?.milliseconds ?? usualAge(wanted, step);
  const last = series.length > 0 && !isIdle ? await lastSample(wanted, { ...options, stale }) : undefined;
  const judged = { query: wanted.query, ...range, interval, stale, sampledAt: last?.at };
  const verdict = isIdle ? { absent: 'no-traffic' as const } : await verdictOf(series, judged);
  const warnings = [...new Set([said, traffic?.warnings ?? [], last?.warnings ?? []].flat())];
  const points = series.reduce((sum, each) => sum + each.points.length, 0);
  const when = `from ${time(range.start)} to ${time(range.end)} in steps of ${step / 1_000}s`;
  const annotation = `${queryOf(wanted)} ${when}: ${series.length} series, ${points} points`;
  if ('series' in verdict)
    return { readings: await readingsOf(wanted, verdict.series), absent: [], warnings, annotation };
  const without = withoutValue(wanted, verdict.absent);
  return { readings: [], absent: without.absent, warnings: [...warnings, ...without.warnings], annotation };
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** The query as it is sent. */
export function queryOf({ query, absent }: Pick<QueriedMetric, 'query' | 'absent'>): string {
  return absent === 'zero' ? `${wrapped(query)} or on() vector(0)` : query;
}

/** A comment at its end would hide what follows. */
function wrapped(query: string): string {
  return query.includes('#') ? `(${query}\n)` : `(${query})`;
}

/** The series of a metric as readings, each with its id where there are several. */
export async function readingsOf({ name, unit }: QueriedMetric, all: readonly Series[]): Promise<readonly Reading[]> {
  const turns = new Turns();
  const readings: Reading[] = [];
  for (const each of all) {
    const id = seriesId(each);
    readings.push(timeSeries(metric(name, unit), each.points, id === '' ? {} : { id, metadata: each.labels }));
    await turns.after(each.points.length);
  }
  return readings;
}
