import { type AbsentMetric, MeasurementFailedError, metric, type Reading, timeSeries } from '@servo/core';
import type { PrometheusClient, QueryRange } from './client/prometheus-client.js';
import type { QueryAnswer } from './client/query-answer.js';
import { lastSample, usualAge } from './last-sample.js';
import type { PrometheusSettings, QueriedMetric } from './prometheus-config.js';
import { queryFailed } from './query-failed.js';
import { alignedRange, rangeChunks, stepOf } from './range-chunks.js';
import { type Series, seriesId } from './series.js';
import { Turns } from './turns.js';
import { type AbsenceReason, isWithoutTraffic, verdictOf } from './verdict.js';

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
  const { series, warnings: said } = await ask(queryOf(wanted), range, wanted, options);
  const traffic = wanted.traffic === undefined ? undefined : await ask(wanted.traffic, range, wanted, options);
  const stale = options.config.stale?.milliseconds ?? usualAge(wanted, step);
  const last = series.length > 0 ? await lastSample(wanted, { ...options, stale }) : undefined;
  const warnings = [...new Set([said, traffic?.warnings ?? [], last?.warnings ?? []].flat())];
  const judged = { query: wanted.query, ...range, interval, stale, sampledAt: last?.at };
  const without = traffic !== undefined && isWithoutTraffic(traffic.series);
  const verdict = without ? { absent: 'no-traffic' as const } : await verdictOf(series, judged);
  const points = series.reduce((sum, each) => sum + each.points.length, 0);
  const when = `from ${time(range.start)} to ${time(range.end)} in steps of ${step / 1_000}s`;
  const annotation = `${queryOf(wanted)} ${when}: ${series.length} series, ${points} points`;
  if ('absent' in verdict) return { ...withoutValue(wanted, verdict.absent, warnings), annotation };
  return { readings: await readingsOf(wanted, verdict.series), absent: [], warnings, annotation };
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
  const answers = [];
  try {
    for (const chunk of rangeChunks(range)) answers.push(await client.queryRange(query, chunk, signal));
  } catch (error) {
    signal.throwIfAborted();
    throw queryFailed(name, error);
  }
  return { series: await joined(answers), warnings: answers.flatMap((each) => each.warnings) };
}

/** Puts the parts of a series together that came in several answers; one answer is whole. */
async function joined(answers: readonly QueryAnswer[]): Promise<readonly Series[]> {
  const [first, ...others] = answers;
  if (first && others.length === 0) return first.series;
  const groups = Map.groupBy(
    answers.flatMap(({ series }) => series),
    seriesId,
  );
  const turns = new Turns();
  const whole: Series[] = [];
  for (const group of groups.values()) {
    const points = group.flatMap((each) => each.points);
    whole.push({ labels: group[0]?.labels ?? {}, points });
    await turns.after(points.length);
  }
  return whole;
}
