import { windowOf } from './promql/query-window.js';
import { largest } from './largest.js';
import type { Series } from './series.js';
import { Turns } from './turns.js';

/** Why a query says nothing about a metric. */
export type AbsenceReason = 'no-data' | 'window-too-short' | 'not-a-number' | 'stale' | 'too-few-points' | 'no-traffic';

/** What the answer to a query is worth: series with numbers alone, or why there are none. */
export type Verdict = { readonly series: readonly Series[] } | { readonly absent: AbsenceReason };

/** What an answer is judged by; milliseconds. */
export interface VerdictOptions {
  readonly query: string;
  readonly start: number;
  readonly end: number;
  readonly step: number;
  /** How often targets are scraped, where that is known. */
  readonly interval?: number | undefined;
  /** How old the last sample may be at the end. */
  readonly stale: number;
  /** When the last sample was taken: a server repeats it for minutes, so that points do not tell. */
  readonly sampledAt?: number | undefined;
}

/** Judges the answer to a query about a stretch of time. What is no finite number is never a reading. */
export async function verdictOf(all: readonly Series[], options: VerdictOptions): Promise<Verdict> {
  const { query, start, end, step, interval = 0, stale, sampledAt = end } = options;
  if (all.every(({ points }) => points.length === 0))
    return { absent: windowOf(query) < 2 * interval ? 'window-too-short' : 'no-data' };
  const series = await withNumbers(all);
  if (series.length === 0) return { absent: 'not-a-number' };
  const last = largest(series.map(({ points }) => points.at(-1)?.[0] ?? 0));
  if (Math.min(last, sampledAt) < end - stale) return { absent: 'stale' };
  const most = largest(series.map(({ points }) => points.length));
  const expected = Math.floor((end - start) / step) + 1;
  return most < 2 && expected > 2 ? { absent: 'too-few-points' } : { series };
}

/** Those that have numbers, with nothing else; as they are where that is all they have. */
async function withNumbers(all: readonly Series[]): Promise<readonly Series[]> {
  const turns = new Turns();
  const found: Series[] = [];
  for (const series of all) {
    const points = series.points.every(isNumber) ? series.points : series.points.filter(isNumber);
    if (points.length > 0) found.push(points === series.points ? series : { ...series, points });
    await turns.after(series.points.length);
  }
  return found;
}

function isNumber([, value]: Series['points'][number]): boolean {
  return Number.isFinite(value);
}

/** Whether a query about traffic says that there was none. */
export function isWithoutTraffic(all: readonly Series[]): boolean {
  return !all.some(({ points }) => points.some(([, value]) => value > 0));
}
