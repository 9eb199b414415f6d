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

/** A share as a search can use it, which thinks in logarithms: half a hit is added, so that none has one as well. */
export function shareEstimate(
  sample: MaybeShare,
): { readonly mean: number; readonly standardError: number } | undefined {
  const counted = total([sample]);
  if (!counted) return undefined;
  const { hits, count, whole } = counted;
  const mean = (whole * (hits + 0.5)) / (count + 1);
  return { mean, standardError: mean / Math.sqrt(hits + 0.5) };
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
