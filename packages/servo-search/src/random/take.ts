/** The first `count` values of a sequence that satisfy `accept`, looking at no more than `limit`. */
export function take<T>(
  sequence: Iterable<T>,
  { accept, count = Number.POSITIVE_INFINITY, limit = Number.POSITIVE_INFINITY }: TakeOptions<T>,
): readonly T[] {
  const taken: T[] = [];
  let seen = 0;
  for (const value of sequence) {
    if (taken.length >= count || seen >= limit) break;
    seen += 1;
    if (accept(value)) taken.push(value);
  }
  return taken;
}

/** Options of {@link take}. */
export interface TakeOptions<T> {
  readonly accept: (value: T) => boolean;
  readonly count?: number;
  readonly limit?: number;
}
