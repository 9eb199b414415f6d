import type { Sample } from './sample.js';
import { windowSeries } from './window-series.js';

/** Values by the name of the metric. */
export type InterimValues = Readonly<Record<string, number>>;

const latest = 2_000; // bounds the work, which is done while requests are due

/** Tells how a window stands `elapsed` milliseconds after it began: of its latest requests, or of all when they are few. */
export function interimValues(samples: readonly Sample[], elapsed: number): InterimValues {
  const recent = samples.slice(-latest);
  const begin = samples.length > recent.length ? (recent[0]?.at ?? 0) : 0;
  const span = Math.max(1, elapsed - begin);
  const series = Object.entries(windowSeries(recent, { duration: span, interval: span }));
  return Object.fromEntries(series.flatMap(([name, [point]]) => (point ? [[name, point[1]]] : [])));
}
