import type { QueryRange } from './client/prometheus-client.js';

/** More points of a series no server gives in one answer. */
const mostPoints = 11_000;

/** The time between two points, in milliseconds: the one that is wanted, else by how often the target is scraped. */
export function stepOf(
  length: number,
  { step, interval }: { readonly step?: number | undefined; readonly interval?: number | undefined },
): number {
  if (step !== undefined) return step;
  const usual = Math.min(interval ?? 15_000, Math.max(length, 1));
  return Math.max(usual, Math.ceil(length / (mostPoints - 1)));
}

/**
 * Moves the ends of a stretch of time inwards to multiples of the step, so that a server answers from what it has worked out
 * before, and two measurements ask about the same moments. A stretch that no two multiples lie in stays as it is.
 */
export function alignedRange({ start, end, step }: QueryRange): QueryRange {
  const [first, last] = [Math.ceil(start / step) * step, Math.floor(end / step) * step];
  return first < last ? { start: first, end: last, step } : { start, end, step };
}

/** Cuts a stretch of time so that no part has more points than a server gives; the parts share no point. */
export function rangeChunks({ start, end, step }: QueryRange): readonly QueryRange[] {
  const chunks: QueryRange[] = [];
  for (let from = start; from <= end; from += mostPoints * step)
    chunks.push({ start: from, end: Math.min(end, from + (mostPoints - 1) * step), step });
  return chunks;
}
