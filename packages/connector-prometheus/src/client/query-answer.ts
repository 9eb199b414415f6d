import type { Point, Series } from '../series.js';
import { PrometheusError } from './prometheus-error.js';

/** What a query brought, and what the server says about it. */
export interface QueryAnswer {
  readonly series: readonly Series[];
  /** Such as that a store behind the server could not be asked: the answer may lack something. */
  readonly warnings: readonly string[];
}

/** A result of a matrix or a vector. */
interface Result {
  readonly metric?: Readonly<Record<string, string>>;
  readonly values?: unknown;
  readonly value?: unknown;
  readonly histograms?: unknown;
  readonly histogram?: unknown;
}

/** As the server writes it; what is odd about it is found below. */
interface Envelope {
  readonly status?: unknown;
  readonly data?: { readonly resultType?: unknown; readonly result?: unknown };
  readonly warnings?: unknown;
  readonly infos?: unknown;
  /** As VictoriaMetrics says it. */
  readonly isPartial?: unknown;
}

/**
 * Reads the answer to a query, of whatever form: vectors and scalars are series of one point.
 *
 * @param points those of a matrix, where `values` is the index of a list of them.
 * @throws {@link PrometheusError} when it is none.
 */
export function queryAnswer(body: unknown, points: readonly (readonly Point[])[] = []): QueryAnswer {
  const { data, warnings, infos, isPartial } = body as Envelope; // an object, as whoever asks has seen
  const said = [warnings, infos].flatMap((each) => (Array.isArray(each) ? each.map(String) : []));
  const partial = isPartial === true ? ['The answer is partial: a part of the store could not be asked'] : [];
  return { series: seriesOf(data?.resultType, data?.result, points), warnings: [...said, ...partial] };
}

function seriesOf(type: unknown, result: unknown, scanned: readonly (readonly Point[])[]): readonly Series[] {
  if (type === 'scalar' && Array.isArray(result)) return [{ labels: {}, points: [point(result)] }];
  if ((type !== 'matrix' && type !== 'vector') || !Array.isArray(result))
    throw new PrometheusError(`The server answered with ${String(type)}, expected numbers`, {
      hint: 'Ask for a vector or a scalar; a text can be no metric.',
    });
  return result.map((each: unknown) => seriesFrom(each, scanned));
}

/** One of the results; a body that was scanned has an index where its points were. */
function seriesFrom(each: unknown, scanned: readonly (readonly Point[])[]): Series {
  if (typeof each !== 'object' || each === null) throw unexpected(each, 'a series');
  const { metric = {}, values, value, histograms, histogram } = each as Result; // looked at here
  if (histograms !== undefined || histogram !== undefined)
    throw new PrometheusError('The query brings native histograms, expected numbers', {
      hint: 'Wrap it in histogram_quantile(), histogram_avg() or histogram_sum().',
    });
  if (value !== undefined) return { labels: metric, points: [point(value)] };
  if (values === undefined || values === null) return { labels: metric, points: [] };
  const points = typeof values === 'number' ? scanned[values] : undefined;
  if (!points) throw unexpected(values, 'the points of a series');
  return { labels: metric, points };
}

function point(sample: unknown): Point {
  const [time, value]: readonly unknown[] = Array.isArray(sample) ? sample : [];
  const read = typeof value === 'string' && value !== '' ? numberOf(value) : undefined;
  if (typeof time !== 'number' || read === undefined || (Number.isNaN(read) && value !== 'NaN'))
    throw unexpected(sample, '[time, "value"]');
  return [Math.round(time * 1_000), read];
}

function unexpected(found: unknown, expected: string): PrometheusError {
  return new PrometheusError(`The answer has ${JSON.stringify(found).slice(0, 100)} where ${expected} was expected`);
}

/** Numbers are texts there, so that they may be infinite or none. */
function numberOf(text: string): number {
  if (text === '+Inf') return Infinity;
  if (text === '-Inf') return -Infinity;
  return Number(text);
}
