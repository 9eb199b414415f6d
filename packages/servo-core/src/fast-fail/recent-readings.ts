import { isTimeSeries, type Reading } from '../model/measurement.js';
import type { SampleRequest } from './watch-slo.js';

/** Remembers readings as they come, for connectors that cannot ask their source for what was before. */
export class RecentReadings {
  #readings: Reading[] = [];

  add(reading: Reading): void {
    this.#readings.push(reading);
  }

  /** Returns what was measured in a stretch of time, and forgets what was before it. Needs no `this`. */
  readonly sample = ({ from, to }: Pick<SampleRequest, 'from' | 'to'>): readonly Reading[] => {
    this.#readings = this.#readings.flatMap((reading) => within(reading, from, Infinity));
    return this.#readings.flatMap((reading) => within(reading, from, to));
  };
}

function within(reading: Reading, from: number, to: number): readonly Reading[] {
  const isIn = (time: number): boolean => time >= from && time <= to;
  if (!isTimeSeries(reading)) return isIn(reading.time) ? [reading] : [];
  const points = reading.points.filter(([time]) => isIn(time));
  return points.length > 0 ? [{ ...reading, points }] : [];
}
