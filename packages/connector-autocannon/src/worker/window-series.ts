import { percentileGroups } from '@servo/load';
import { percentileMetrics } from '../load-metrics.js';
import { percentile } from './percentile.js';
import type { Sample } from './sample.js';

/** Milliseconds since the window began, where the span of the value ends; and the value. */
export type WindowPoint = readonly [offset: number, value: number];

/** Points by the name of the metric. */
export type WindowSeries = Readonly<Record<string, readonly WindowPoint[]>>;

/** How a window is divided, in milliseconds. */
export interface WindowOptions {
  readonly duration: number;
  readonly interval: number;
}

interface Span {
  readonly end: number;
  readonly length: number;
  readonly samples: readonly Sample[];
}

/**
 * Makes series of the requests of a window, each credited to the interval in which it was due; for the throughput to
 * that in which it was sent, where that was within the window.
 *
 * The window is divided into equal intervals, as long as asked for or a little longer. Percentiles and extremes take
 * intervals together by {@link percentileGroups}, of which only requests with a latency count. An interval in which nothing
 * ended has a throughput of 0 and no point otherwise.
 */
export function windowSeries(samples: readonly Sample[], options: WindowOptions): WindowSeries {
  const intervals = divide(samples, options);
  const sent = samples.flatMap(({ sentAt, error }) => (sentAt === undefined ? [] : [{ at: sentAt, error }]));
  const wide = mergeSpans(intervals).map(({ end, samples: merged }) => ({ end, sorted: sortedLatencies(merged) }));
  const series: Record<string, readonly WindowPoint[]> = {
    throughput: divide(sent, options).map((span) => [span.end, throughput(span)]),
    error_rate: pointsOf(intervals, errorRate),
    latency_mean: pointsOf(intervals, meanLatency),
  };
  for (const [name, percent] of Object.entries(percentileMetrics))
    series[name] = wide
      .filter(({ sorted }) => sorted.length > 0)
      .map(({ end, sorted }) => [end, percentile(sorted, percent)]);
  return series;
}

function divide(samples: readonly Sample[], { duration, interval }: WindowOptions): readonly Span[] {
  const count = Math.max(1, Math.floor(duration / interval));
  const length = duration / count;
  const spans = Array.from({ length: count }, (_, index) => ({
    end: (index + 1) * length,
    length,
    samples: [] as Sample[],
  }));
  for (const sample of samples) spans[Math.min(count - 1, Math.floor(sample.at / length))]?.samples.push(sample);
  return spans;
}

function mergeSpans(spans: readonly Span[]): readonly Span[] {
  return percentileGroups(spans, latencyCount).map(join);
}

function join(spans: readonly Span[]): Span {
  const length = spans.reduce((sum, span) => sum + span.length, 0);
  return { end: spans.at(-1)?.end ?? 0, length, samples: spans.flatMap(({ samples }) => samples) };
}

function latencyCount({ samples }: Span): number {
  return samples.filter(({ latency }) => latency !== undefined).length;
}

function pointsOf(spans: readonly Span[], valueOf: (span: Span) => number | undefined): readonly WindowPoint[] {
  return spans.flatMap((span) => {
    const value = valueOf(span);
    return value === undefined ? [] : [[span.end, value] as const];
  });
}

function throughput({ samples, length }: Span): number {
  return (samples.filter(({ error }) => error === undefined).length * 60_000) / length;
}

function errorRate({ samples }: Span): number | undefined {
  if (samples.length === 0) return undefined;
  return (samples.filter(({ error }) => error !== undefined).length * 100) / samples.length;
}

function meanLatency({ samples }: Span): number | undefined {
  const latencies = sortedLatencies(samples);
  return latencies.length > 0 ? latencies.reduce((sum, each) => sum + each, 0) / latencies.length : undefined;
}

function sortedLatencies(samples: readonly Sample[]): Float64Array {
  return Float64Array.from(samples.flatMap(({ latency }) => latency ?? [])).sort();
}
