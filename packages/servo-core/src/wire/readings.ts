import { z } from 'zod';
import { isTimeSeries, type Measurement, type Reading } from '../model/measurement.js';
import { metric } from '../model/metric.js';
import { timeSeries } from '../model/time-series.js';

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

/** Writes readings for the wire. Every series of a metric is kept; one without an id gets its index. */
export function toReadings({ readings }: Pick<Measurement, 'readings'>): WireReadings {
  const found: WireReadings = {};
  for (const reading of readings) {
    const { name, unit } = reading.metric;
    if (!isTimeSeries(reading)) {
      found[name] = { unit, value: reading.value };
      continue;
    }
    const known = found[name];
    const values = known && 'values' in known ? known.values : [];
    const id = reading.id ?? String(values.length);
    values.push({ id, data: reading.points.map(([time, value]) => [Math.trunc(time / 1_000), value]) });
    found[name] = { unit, values };
  }
  return found;
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
