import { percentileGroups } from '@servo/load';
import { LoadStats } from './load-stats.js';
import { percentileValues, rateValues } from './load-values.js';
import type { LoadWindow } from './load-window.js';

/** Milliseconds since the window began, where the span of the value ends; and the value. */
export type LoadPoint = readonly [offset: number, value: number];

/** Points by the name of the metric. */
export type LoadSeries = ReadonlyMap<string, readonly LoadPoint[]>;

/**
 * Makes series of a window: throughput, shares and means of each interval; percentiles and extremes of intervals taken
 * together until they have {@link percentileMinimum} requests. What is left over joins the last point.
 */
export function loadSeries({ intervals, length }: Pick<LoadWindow, 'intervals' | 'length'>): LoadSeries {
  const series = new Map<string, LoadPoint[]>();
  const add = (end: number, values: Readonly<Record<string, number>>): void => {
    for (const [name, value] of Object.entries(values)) {
      const points = series.get(name) ?? [];
      points.push([end, value]);
      series.set(name, points);
    }
  };
  for (const [index, stats] of intervals.entries()) add((index + 1) * length, rateValues(stats, length));
  for (const { end, stats } of mergeIntervals(intervals)) add(end * length, percentileValues(stats));
  return series;
}

function mergeIntervals(
  intervals: readonly LoadStats[],
): readonly { readonly end: number; readonly stats: LoadStats }[] {
  let end = 0;
  return percentileGroups(intervals, ({ requests }) => requests).map((group) => ({
    end: (end += group.length),
    stats: LoadStats.of(group),
  }));
}
