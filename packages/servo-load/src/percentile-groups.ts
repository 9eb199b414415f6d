/** The fewest requests that a point of a percentile stands for, unless it stands for the whole window. */
export const percentileMinimum = 500;

/**
 * Takes the intervals of a window together until each group has {@link percentileMinimum} requests; what is left over joins
 * the last group. There is one group at least.
 */
export function percentileGroups<Interval>(
  intervals: readonly Interval[],
  requestsOf: (interval: Interval) => number,
): readonly (readonly Interval[])[] {
  const groups: Interval[][] = [];
  let open: Interval[] = [];
  let requests = 0;
  for (const interval of intervals) {
    open.push(interval);
    requests += requestsOf(interval);
    if (requests < percentileMinimum) continue;
    groups.push(open);
    [open, requests] = [[], 0];
  }
  const last = groups.pop() ?? [];
  return [...groups, [...last, ...open]];
}
