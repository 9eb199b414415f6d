/** A series that a query brought. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** In order of time: milliseconds since the Unix epoch, and what was then; it may be no finite number. */
  readonly points: readonly (readonly [time: number, value: number])[];
}

/** Tells a series from the others of its query, as `{instance="a", job="b"}`; empty where there are no labels. */
export function seriesId({ labels }: Series): string {
  const parts = Object.entries(labels)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return parts.length === 0 ? '' : `{${parts.join(', ')}}`;
}
