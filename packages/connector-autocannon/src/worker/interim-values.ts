import { percentileMinimum } from '@servo/load';
import type { Sample } from './sample.js';
import { windowSeries } from './window-series.js';

/** Values by the name of the metric. */
export type InterimValues = Readonly<Record<string, number>>;

/** What {@link interimValues} takes besides the requests that ended. All times in milliseconds. */
export interface InterimOptions {
  /** Since the window began. */
  readonly elapsed: number;
  /** How far to look back, further where that is needed for a percentile. */
  readonly interval: number;
  /** When the requests were due that have not ended, since the window began; the oldest first. */
  readonly pending: readonly number[];
}

const most = 2_000; // bounds the work, which is done while requests are due

/**
 * Tells how a window stands: by its latest requests, or by all when they are few. One that has waited longer than all of
 * these took counts with the time until now, so that a service cannot hide that it stalls.
 */
export function interimValues(samples: readonly Sample[], options: InterimOptions): InterimValues {
  const { elapsed, interval, pending } = options;
  const latest = samples.slice(-most);
  const recent = latest.filter(
    ({ at }, index) => at >= elapsed - interval || index >= latest.length - percentileMinimum,
  );
  const longest = Math.max(0, ...recent.map(({ latency = 0 }) => latency));
  const overdue = pending
    .slice(0, most)
    .flatMap((at) => (elapsed - at > longest ? [{ at, latency: elapsed - at }] : []));
  const begin = samples.length > recent.length ? (recent[0]?.at ?? 0) : 0;
  const span = Math.max(1, elapsed - begin);
  const series = Object.entries(windowSeries([...recent, ...overdue], { duration: span, interval: span }));
  return Object.fromEntries(series.flatMap(([name, [point]]) => (point ? [[name, point[1]]] : [])));
}
