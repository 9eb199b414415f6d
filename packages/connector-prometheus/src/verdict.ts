import { windowOf } from './query-window.js';
import { largest } from './largest.js';
import type { Series } from './series.js';

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
  readonly stale?: number | undefined;
  /** When the last sample was taken: a server repeats it for minutes, so that points do not tell. */
  readonly sampledAt?: number | undefined;
}

/** Judges the answer to a query about a stretch of time. What is no finite number is never a reading. */
export function verdictOf(all: readonly Series[], options: VerdictOptions): Verdict {
  const { query, start, end, step, interval = 0, stale = 2 * step + interval, sampledAt = end } = options;
  if (all.every(({ points }) => points.length === 0))
    return { absent: windowOf(query) < 2 * interval ? 'window-too-short' : 'no-data' };
  const series = all
    .map((each) => ({ ...each, points: each.points.filter(([, value]) => Number.isFinite(value)) }))
    .filter(({ points }) => points.length > 0);
  if (series.length === 0) return { absent: 'not-a-number' };
  const last = largest(series.map(({ points }) => points.at(-1)?.[0] ?? 0));
  if (Math.min(last, sampledAt) < end - stale) return { absent: 'stale' };
  const most = largest(series.map(({ points }) => points.length));
  const expected = Math.floor((end - start) / step) + 1;
  return most < 2 && expected > 2 ? { absent: 'too-few-points' } : { series };
}

/** Whether a query about traffic says that there was none. */
export function isWithoutTraffic(all: readonly Series[]): boolean {
  return !all.some(({ points }) => points.some(([, value]) => value > 0));
}
