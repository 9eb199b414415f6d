/** What was at a time: milliseconds since the Unix epoch, and a number that may be infinite or none. */
export type Point = readonly [time: number, value: number];

/** A series that a query brought. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** In order of time. */
  readonly points: readonly Point[];
}

/** Tells a series from the others of its query, as `{instance="a", job="b"}`; empty where there are no labels. */
export function seriesId({ labels }: Series): string {
  const parts = Object.entries(labels)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return parts.length === 0 ? '' : `{${parts.join(', ')}}`;
}
