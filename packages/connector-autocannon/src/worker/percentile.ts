/** Returns the value that `percent` of the numbers do not exceed (nearest rank). `sorted` ascends and is not empty. */
export function percentile(sorted: Float64Array, percent: number): number {
  const rank = Math.ceil((percent / 100) * sorted.length);
  return sorted[Math.max(0, rank - 1)] ?? Number.NaN;
}
