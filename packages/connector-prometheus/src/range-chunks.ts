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

/** Cuts a stretch of time so that no part has more points than a server gives; the parts share no point. */
export function rangeChunks({ start, end, step }: QueryRange): readonly QueryRange[] {
  const chunks: QueryRange[] = [];
  for (let from = start; from <= end; from += mostPoints * step)
    chunks.push({ start: from, end: Math.min(end, from + (mostPoints - 1) * step), step });
  return chunks;
}
