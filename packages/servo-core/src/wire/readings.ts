import { z } from '../zod.js';
import { dataPoint } from '../model/data-point.js';
import { isTimeSeries, type Measurement, type Reading } from '../model/measurement.js';
import { metric } from '../model/metric.js';
import { type TimeSeries, timeSeries } from '../model/time-series.js';

const point = z.tuple([z.number(), z.number()]);
const series = z.object({ id: z.string(), data: z.array(point) });
const entry = z.union([
  z.object({ unit: z.string().default(''), values: z.array(series) }),
  z.object({ unit: z.string().default(''), value: z.number() }),
]);

/** Readings by metric, as they stand in a MEASUREMENT: one number, or every series with its id; times in seconds. */
export const wireReadings = z.record(z.string(), entry);

/** Readings by metric, on the wire. */
export type WireReadings = z.output<typeof wireReadings>;

/**
 * Writes readings for the wire. Every series of a metric is kept; one without an id gets its index.
 *
 * @throws {@link ServoError} `READING_INVALID` when a time or a value is not a finite number, which JSON cannot say.
 */
export function toReadings({ readings }: Pick<Measurement, 'readings'>): WireReadings {
  const found = new Map<string, WireReadings[string]>();
  for (const reading of readings) {
    const { name, unit } = reading.metric;
    const known = found.get(name);
    const values = known && 'values' in known ? known.values : [];
    if (isTimeSeries(reading)) found.set(name, { unit, values: [...values, toSeries(reading, values.length)] });
    else found.set(name, { unit, value: dataPoint(reading.metric, reading.time, reading.value).value });
  }
  return Object.fromEntries(found);
}

function toSeries(reading: TimeSeries, index: number): z.output<typeof series> {
  const { points } = timeSeries(reading.metric, reading.points); // plain data may come without having been checked
  return { id: reading.id ?? String(index), data: points.map(([time, value]) => [Math.trunc(time / 1_000), value]) };
}

/** Reads readings from the wire; a single number is given the time `now` (milliseconds). */
export function fromReadings(readings: WireReadings, now: number): readonly Reading[] {
  return Object.entries(readings).flatMap(([name, each]): Reading[] => {
    const what = metric(name, each.unit);
    if ('value' in each) return [{ metric: what, time: now, value: each.value }];
    return each.values.map(({ id, data }) =>
      timeSeries(
        what,
        data.map(([seconds, value]) => [seconds * 1_000, value]),
        { id },
      ),
    );
  });
}
