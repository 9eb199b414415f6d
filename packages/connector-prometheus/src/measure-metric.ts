import { type AbsentMetric, MeasurementFailedError, metric, type Reading, ServoError, timeSeries } from '@servo/core';
import { PrometheusError } from './client/prometheus-error.js';
import type { PrometheusClient, QueryRange } from './client/prometheus-client.js';
import type { PrometheusSettings, QueriedMetric } from './prometheus-config.js';
import { alignedRange, rangeChunks, stepOf } from './range-chunks.js';
import { type Series, seriesId } from './series.js';
import { type AbsenceReason, isWithoutTraffic, verdictOf } from './verdict.js';

/** What a metric is measured with; times in milliseconds since the Unix epoch. */
export interface MeasureMetricOptions {
  readonly client: PrometheusClient;
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
  const { start, end, config } = options;
  const { interval } = wanted;
  const step = stepOf(end - start, { step: wanted.step?.milliseconds, interval });
  const range = alignedRange({ start, end, step });
  const { series, warnings: said } = await ask(queryOf(wanted), range, wanted, options);
  const traffic = wanted.traffic === undefined ? undefined : await ask(wanted.traffic, range, wanted, options);
  const warnings = [...new Set([...said, ...(traffic?.warnings ?? [])])];
  const without = traffic !== undefined && isWithoutTraffic(traffic.series);
  const sampledAt = series.length > 0 ? await lastSample(wanted, end, options) : undefined;
  const judged = { query: wanted.query, ...range, interval, stale: config.stale?.milliseconds, sampledAt };
  const verdict = without ? { absent: 'no-traffic' as const } : verdictOf(series, judged);
  const points = series.reduce((sum, each) => sum + each.points.length, 0);
  const when = `from ${time(range.start)} to ${time(range.end)} in steps of ${step / 1_000}s`;
  const annotation = `${queryOf(wanted)} ${when}: ${series.length} series, ${points} points`;
  if ('absent' in verdict) return { ...withoutValue(wanted, verdict.absent, warnings), annotation };
  return { readings: readingsOf(wanted, verdict.series), absent: [], warnings, annotation };
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
export function readingsOf({ name, unit }: QueriedMetric, all: readonly Series[]): readonly Reading[] {
  return all.map((each) => {
    const id = seriesId(each);
    return timeSeries(metric(name, unit), each.points, id === '' ? {} : { id, metadata: each.labels });
  });
}

function withoutValue(
  { name, absent, query }: QueriedMetric,
  reason: AbsenceReason,
  warnings: readonly string[],
): Omit<MeasuredMetric, 'annotation'> {
  if (absent === 'fail')
    throw new MeasurementFailedError(`The metric "${name}" has no value: ${reasons[reason]}`, {
      reason,
      hint: `Its query is ${query}`,
    });
  const said = absent === 'warn' ? [`The metric "${name}" has no value: ${reasons[reason]}`] : [];
  return { readings: [], absent: [{ metric: name, reason }], warnings: [...warnings, ...said] };
}

const reasons: Readonly<Record<AbsenceReason, string>> = {
  'no-data': 'its query brings nothing',
  'window-too-short': 'two scrapes do not fall into the range that its query looks back',
  'not-a-number': 'its query brings no finite number',
  stale: 'its last point is too old',
  'too-few-points': 'there is but one point',
  'no-traffic': 'there was no traffic',
};

async function ask(
  query: string,
  range: QueryRange,
  { name }: QueriedMetric,
  { client, signal }: MeasureMetricOptions,
): Promise<{ readonly series: readonly Series[]; readonly warnings: readonly string[] }> {
  try {
    const answers = [];
    for (const chunk of rangeChunks(range)) answers.push(await client.queryRange(query, chunk, signal));
    return {
      series: joined(answers.flatMap(({ series }) => series)),
      warnings: answers.flatMap((each) => each.warnings),
    };
  } catch (error) {
    signal.throwIfAborted();
    const { message, hint } = ServoError.from(error);
    throw new MeasurementFailedError(`The metric "${name}" cannot be asked for: ${message}`, {
      reason: 'query-failed',
      cause: error,
      hint,
    });
  }
}

/** When the last sample was taken that a query rests on; it is only known of a query that reads samples as they are. */
async function lastSample(
  { query }: QueriedMetric,
  end: number,
  { client, signal }: MeasureMetricOptions,
): Promise<number | undefined> {
  try {
    const { series } = await client.query(`max(timestamp${wrapped(query)})`, signal, end);
    const at = series[0]?.points[0]?.[1];
    return at === undefined || !Number.isFinite(at) ? undefined : at * 1_000;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof PrometheusError && error.status !== undefined && error.status < 500) return undefined; // a scalar
    throw error;
  }
}

/** Puts the parts of a series together that came in several answers. */
function joined(parts: readonly Series[]): readonly Series[] {
  const groups = Map.groupBy(parts, seriesId);
  return [...groups.values()].map((group) => ({
    labels: group[0]?.labels ?? {},
    points: group.flatMap(({ points }) => points),
  }));
}
