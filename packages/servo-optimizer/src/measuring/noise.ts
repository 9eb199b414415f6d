import type { Sample } from './sample.js';

// Before any repeat: measurements of one configuration are taken to differ by a tenth …
const GUESS = 0.1 ** 2;
// … a belief that weighs as much as one repeat.
const WEIGHT = 1;

interface Repeats {
  /** Sum of squared relative deviations from the mean. */
  readonly squares: number;
  readonly freedom: number;
}

/** How much repeated measurements of one metric differ, relative to their mean, learned over all configurations. */
export class Noise {
  /** Whether anything was measured twice. */
  readonly known: boolean;
  readonly #variance: number;

  /** @param groups The samples of each configuration. */
  constructor(groups: readonly (readonly Sample[])[]) {
    const repeats = groups.map(repeatsOf);
    const squares = repeats.reduce((sum, each) => sum + each.squares, 0);
    const freedom = repeats.reduce((sum, each) => sum + each.freedom, 0);
    this.known = freedom > 0;
    this.#variance = (WEIGHT * GUESS + squares) / (WEIGHT + freedom);
  }

  /**
   * The relative standard error of one sample of a group, or `undefined` where nothing is known.
   *
   * The scatter within a measurement is often less than that between measurements, so the larger one counts.
   */
  of(one: Sample, group: readonly Sample[]): number | undefined {
    const within = relative(one);
    if (!this.known) return within;
    return Math.max(within ?? 0, this.#between(group));
  }

  /** The relative standard error of the mean of a group; where nothing is known, the usual scatter is assumed. */
  ofMean(group: readonly Sample[]): number {
    const variances = group.map((one) => (this.of(one, group) ?? this.#between(group)) ** 2);
    return Math.sqrt(variances.reduce((sum, variance) => sum + variance, 0)) / group.length;
  }

  /**
   * A configuration's own repeats outweigh those of others, as noise is not the same everywhere; two that are equal by
   * chance do not.
   */
  #between(group: readonly Sample[]): number {
    const { squares, freedom } = repeatsOf(group);
    const variance = (WEIGHT * this.#variance + squares) / (WEIGHT + freedom);
    return Math.sqrt(freedom === 1 ? Math.max(variance, this.#variance) : variance);
  }
}

function repeatsOf(group: readonly Sample[]): Repeats {
  const mean = group.reduce((sum, each) => sum + each.mean, 0) / group.length;
  if (group.length < 2 || mean === 0) return { squares: 0, freedom: 0 };
  return {
    squares: group.reduce((sum, each) => sum + (each.mean / mean - 1) ** 2, 0),
    freedom: group.length - 1,
  };
}

function relative({ mean, standardError }: Sample): number | undefined {
  if (standardError === undefined || mean === 0) return undefined;
  return Math.abs(standardError / mean);
}
