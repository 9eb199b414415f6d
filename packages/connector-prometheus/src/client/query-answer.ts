import type { Point, Series } from '../series.js';
import { PrometheusError } from './prometheus-error.js';

/** What a query brought, and what the server says about it. */
export interface QueryAnswer {
  readonly series: readonly Series[];
  /** Such as that a store behind the server could not be asked: the answer may lack something. */
  readonly warnings: readonly string[];
}

type Sample = readonly [time: number, value: string];
type Labels = Readonly<Record<string, string>>;

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
  return result.map((each: unknown) => {
    const {
      metric = {},
      values,
      value,
      histograms,
      histogram,
    } = each as {
      readonly metric?: Labels;
      readonly values?: unknown;
      readonly value?: unknown;
      readonly histograms?: unknown;
      readonly histogram?: unknown;
    }; // of a matrix or a vector
    if (histograms !== undefined || histogram !== undefined)
      throw new PrometheusError('The query brings native histograms, expected numbers', {
        hint: 'Wrap it in histogram_quantile(), histogram_avg() or histogram_sum().',
      });
    return { labels: metric, points: value === undefined ? (scanned[Number(values)] ?? []) : [point(value)] };
  });
}

function point(sample: unknown): readonly [time: number, value: number] {
  const [time, value] = sample as Sample; // a mark of the form is in the lines above
  return [Math.round(Number(time) * 1_000), numberOf(value)];
}

/** Numbers are texts there, so that they may be infinite or none. */
function numberOf(text: string): number {
  if (text === '+Inf') return Infinity;
  if (text === '-Inf') return -Infinity;
  return Number(text);
}
