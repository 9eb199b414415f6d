import type { PrometheusClient, QueryRange } from './client/prometheus-client.js';
import type { QueryAnswer } from './client/query-answer.js';
import { queryFailed } from './query-failed.js';
import { rangeChunks } from './range-chunks.js';
import { type Series, seriesId } from './series.js';
import { Turns } from './turns.js';

/** What a query is asked with. */
export interface AskRangeOptions {
  /** The name of the metric that it is about. */
  readonly name: string;
  readonly client: Pick<PrometheusClient, 'queryRange'>;
  readonly signal: AbortSignal;
}

/**
 * Asks a query about a stretch of time, in as many parts as it takes.
 *
 * @throws {@link MeasurementFailedError} when it is not answered.
 */
export async function askRange(
  query: string,
  range: QueryRange,
  { name, client, signal }: AskRangeOptions,
): Promise<QueryAnswer> {
  const answers: QueryAnswer[] = [];
  try {
    for (const chunk of rangeChunks(range)) answers.push(await client.queryRange(query, chunk, signal));
  } catch (error) {
    signal.throwIfAborted();
    throw queryFailed(name, error);
  }
  return { series: await joined(answers), warnings: answers.flatMap(({ warnings }) => warnings) };
}

/** Puts the parts of a series together that came in several answers; one answer is whole. */
async function joined(answers: readonly QueryAnswer[]): Promise<readonly Series[]> {
  const [first, ...others] = answers;
  if (first && others.length === 0) return first.series;
  const parts = answers.flatMap(({ series }) => series);
  const turns = new Turns();
  const whole: Series[] = [];
  for (const group of Map.groupBy(parts, seriesId).values()) {
    const points = group.flatMap((each) => each.points);
    whole.push({ labels: group[0]?.labels ?? {}, points });
    await turns.after(points.length);
  }
  return whole;
}
