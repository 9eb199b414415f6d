import type { QueryRange } from './client/prometheus-client.js';

/** More points of a series no server gives in one answer. */
const mostPoints = 11_000;
/** Of so many points one at either end may be missing. */
const many = 10;

/** The time between two points, in milliseconds: the one that is wanted, else by how often the target is scraped. */
export function stepOf(
  length: number,
  { step, interval }: { readonly step?: number | undefined; readonly interval?: number | undefined },
): number {
  if (step !== undefined) return Math.max(1, Math.round(step)); // a server is told milliseconds
  const usual = Math.min(Math.ceil(interval ?? 15_000), Math.max(Math.floor(length), 1));
  return Math.max(usual, Math.ceil(length / (mostPoints - 1)));
}

/**
 * Where the points of a stretch of time lie. Where there are many, on multiples of the step, so that a server answers from
 * what it has worked out before, and two measurements ask about the same moments. A few would lose too much of the stretch
 * by that: these go back from its end, which says most about it.
 */
export function alignedRange({ start, end, step }: QueryRange): QueryRange {
  const [first, last] = [Math.ceil(start / step) * step, Math.floor(end / step) * step];
  if (last - first >= (many - 1) * step) return { start: first, end: last, step };
  return { start: end - Math.floor((end - start) / step) * step, end, step };
}

/** Cuts a stretch of time so that no part has more points than a server gives; the parts share no point. */
export function rangeChunks({ start, end, step }: QueryRange): readonly QueryRange[] {
  const chunks: QueryRange[] = [];
  for (let from = start; from <= end; from += mostPoints * step)
    chunks.push({ start: from, end: Math.min(end, from + (mostPoints - 1) * step), step });
  return chunks;
}
