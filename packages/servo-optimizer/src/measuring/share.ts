/** What makes a metric a share: a part of so many observations. */
export interface Share {
  /** How many observations it rests on. */
  readonly count: number;
  /** What stands for all of them: 100 in percent, 1 in a plain number. */
  readonly whole: number;
}

/** A mean, and what it is a share of. */
export interface MaybeShare {
  readonly mean: number;
  readonly share?: Share | undefined;
}

/**
 * The standard error of a share over one or more measurements, in the unit of the metric; `undefined` where one of them
 * is no share. One success and one failure are added to what was counted, so that none in twenty is not taken for never.
 */
export function shareError(samples: readonly MaybeShare[]): number | undefined {
  const counted = total(samples);
  if (!counted) return undefined;
  const { hits, count, whole } = counted;
  const rate = (hits + 1) / (count + 2);
  return whole * Math.sqrt((rate * (1 - rate)) / count);
}

/** The standard error that a share would have if it were `value`, which some limit is. */
export function shareErrorAt(samples: readonly MaybeShare[], value: number): number | undefined {
  const counted = total(samples);
  if (!counted) return undefined;
  const { count, whole } = counted;
  return Math.sqrt(Math.max(0, value * (whole - value)) / count);
}

/** The share over all measurements, each by what it counted; `undefined` where one of them is no share. */
export function shareMean(samples: readonly MaybeShare[]): number | undefined {
  const counted = total(samples);
  return counted && (counted.whole * counted.hits) / counted.count;
}

function total(samples: readonly MaybeShare[]): (Share & { readonly hits: number }) | undefined {
  let [hits, count, whole] = [0, 0, 1];
  for (const { mean, share } of samples) {
    if (!share) return undefined;
    hits += (mean / share.whole) * share.count;
    count += share.count;
    whole = share.whole;
  }
  return count > 0 ? { hits, count, whole } : undefined;
}
