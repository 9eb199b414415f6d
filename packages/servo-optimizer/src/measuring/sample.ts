import { convertUnit, isTimeSeries, type Metric, type Reading, type TimeSeries } from '@servo/core';
import { type Share, shareError } from './share.js';

/** What one measuring says about one metric, in the metric's unit. */
export interface Sample {
  readonly mean: number;
  /** Of the mean; absent where there are fewer than three points. */
  readonly standardError?: number | undefined;
  /** Where the metric is a part of so many observations, such as failed ones among all requests. */
  readonly share?: Share | undefined;
}

// A share in percent of which nothing was seen and nobody says among how many.
const ASSUMED_COUNT = 100;

// Two points do not tell how much they vary.
const POINTS = 3;

/**
 * Takes one metric out of readings: the mean over time, and where there are several series over these.
 *
 * `undefined` when there is no value, or only in a unit that cannot be converted.
 *
 * @param count How many observations it rests on, where that is known: then it is a share of these.
 */
export function sample(metric: Metric, readings: readonly Reading[], count?: number): Sample | undefined {
  const found = meanOf(metric, readings);
  const share = found && shareOf(metric, found.mean, count);
  if (!found || !share) return found;
  const standardError = Math.max(found.standardError ?? 0, shareError([{ ...found, share }]) ?? 0);
  return { ...found, standardError, share };
}

function shareOf({ unit }: Metric, mean: number, count: number | undefined): Share | undefined {
  const whole = unit === '%' ? 100 : 1;
  if (unit !== '%' && unit !== '') return undefined;
  if (mean < 0 || mean > whole || count === 0) return undefined;
  if (count !== undefined) return { count, whole };
  return unit === '%' && mean === 0 ? { count: ASSUMED_COUNT, whole } : undefined;
}

function meanOf(metric: Metric, readings: readonly Reading[]): Sample | undefined {
  const own = readings.filter((reading) => reading.metric.name === metric.name);
  const samples = own.map((reading) => convert(sampleOf(reading), reading.metric.unit, metric.unit));
  const known = samples.filter((each) => each !== undefined);
  if (known.length === 0) return undefined;
  const mean = average(known.map((each) => each.mean));
  const errors = known.flatMap(({ standardError }) => (standardError === undefined ? [] : [standardError]));
  if (errors.length < known.length) return { mean };
  return { mean, standardError: Math.hypot(...errors) / errors.length };
}

function sampleOf(reading: Reading): Sample | undefined {
  return isTimeSeries(reading) ? seriesSample(reading) : { mean: reading.value };
}

function seriesSample({ points }: TimeSeries): Sample | undefined {
  if (points.length === 0) return undefined;
  const mean = average(points.map(([, value]) => value));
  if (points.length < POINTS) return { mean };
  const squares = points.reduce((sum, [, value]) => sum + (value - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (points.length - 1) / points.length) };
}

function convert(found: Sample | undefined, from: string, to: string): Sample | undefined {
  if (found === undefined) return undefined;
  const factor = convertUnit(1, from, to);
  if (factor === undefined) return undefined;
  const { mean, standardError } = found;
  return { mean: mean * factor, ...(standardError !== undefined && { standardError: standardError * factor }) };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
