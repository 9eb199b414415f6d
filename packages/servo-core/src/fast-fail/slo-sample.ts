import { isTimeSeries, type Reading } from '../model/measurement.js';
import { summarize } from '../model/time-series.js';
import { toDecimal } from './decimal.js';

/** What was measured at one check: a number for each metric that has one. */
export interface SloSample {
  /** Milliseconds since the Unix epoch. */
  readonly time: number;
  readonly values: ReadonlyMap<string, number>;
}

/**
 * Makes one number of the readings of each metric: the mean, to which a series contributes the mean of its points. A
 * metric without any, or whose mean is no finite number, has no value.
 */
export function sloSample(time: number, readings: readonly Reading[]): SloSample {
  const groups = Map.groupBy(readings, ({ metric }) => metric.name);
  const values = [...groups].flatMap(([name, group]) => {
    const numbers = group.flatMap((reading) => numberOf(reading) ?? []);
    const mean = toDecimal(numbers.reduce((sum, number) => sum + number, 0) / numbers.length);
    return Number.isFinite(mean) ? [[name, mean] as const] : [];
  });
  return { time, values: new Map(values) };
}

function numberOf(reading: Reading): number | undefined {
  return isTimeSeries(reading) ? summarize(reading)?.mean : reading.value;
}
