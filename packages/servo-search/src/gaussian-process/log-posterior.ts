import { cholesky, dot, inverseFromCholesky, type Matrix, solveLower, solveUpper } from './cholesky.js';
import { squaredDifference } from './kernel.js';
import { matern, maternSlope } from './matern.js';
import type { Observations } from './observations.js';
import type { Slope } from './rprop.js';

/** What is held likely before any observation: a normal distribution of the logarithm of each scale. */
export interface HyperPrior {
  readonly length: LogNormal;
  readonly signal: LogNormal;
  readonly noise: LogNormal;
  /** Variance of the common level; fixed, not learned. */
  readonly offset: number;
}

/** A positive number that is likely near `median`, and within a factor of `exp(±spread)`. */
export interface LogNormal {
  readonly median: number;
  readonly spread: number;
}

// In this file every index stays within its array by the loops' own bounds; `!` says so to the compiler.

/**
 * Prepares the logarithm of the posterior density of the scales of a Gaussian process, as a function to climb.
 *
 * Its argument holds the logarithms of one length per axis, then of the standard deviations of signal and noise.
 */
export function logPosterior(observations: Observations, prior: HyperPrior): (scales: readonly number[]) => Slope {
  const differences = pairDifferences(observations);
  return (scales) => {
    const gram = new Gram(observations, differences, { scales, offset: prior.offset });
    const likelihood = gram.logLikelihood();
    return likelihoodWithPrior(likelihood, scales, prior);
  };
}

/** Squared differences of all pairs `j < i`, axis by axis within each pair. */
function pairDifferences({ inputs, categorical }: Observations): Float64Array {
  const axes = categorical.length;
  const differences = new Float64Array(((inputs.length * (inputs.length - 1)) / 2) * axes);
  let next = 0;
  for (const [i, a] of inputs.entries()) {
    for (let j = 0; j < i; j += 1) {
      const b = inputs[j]!;
      for (let axis = 0; axis < axes; axis += 1) {
        differences[next] = squaredDifference(a[axis]!, b[axis]!, categorical[axis]!);
        next += 1;
      }
    }
  }
  return differences;
}

interface GramOptions {
  readonly scales: readonly number[];
  readonly offset: number;
}

/** The covariance matrix of the observations at one setting of the scales. */
class Gram {
  readonly #observations: Observations;
  readonly #differences: Float64Array;
  readonly #inverseSquares: readonly number[];
  readonly #signal: number;
  readonly #noise: number;
  readonly #offset: number;
  /** Scaled distance of every pair. */
  readonly #distances: Float64Array;

  constructor(observations: Observations, differences: Float64Array, { scales, offset }: GramOptions) {
    const axes = observations.categorical.length;
    this.#observations = observations;
    this.#differences = differences;
    this.#inverseSquares = scales.slice(0, axes).map((length) => Math.exp(-2 * length));
    this.#signal = Math.exp(2 * scales[axes]!);
    this.#noise = Math.exp(2 * scales[axes + 1]!);
    this.#offset = offset;
    this.#distances = new Float64Array(differences.length / axes);
    for (let pair = 0; pair < this.#distances.length; pair += 1) {
      let square = 0;
      for (let axis = 0; axis < axes; axis += 1)
        square += differences[pair * axes + axis]! * this.#inverseSquares[axis]!;
      this.#distances[pair] = Math.sqrt(square);
    }
  }

  logLikelihood(): Slope {
    const { values } = this.#observations;
    const lower = cholesky(this.#matrix());
    const weights = solveUpper(lower, solveLower(lower, values));
    const logDeterminant = lower.reduce((sum, row, i) => sum + Math.log(row[i]!), 0);
    const value = -0.5 * dot(weights, values, values.length) - logDeterminant;
    return { value, gradient: this.#gradient(weights, inverseFromCholesky(lower)) };
  }

  #matrix(): Matrix {
    const { values, variances } = this.#observations;
    let pair = 0;
    return values.map((_, i) => {
      const row = new Float64Array(values.length);
      for (let j = 0; j < i; j += 1) {
        row[j] = this.#offset + this.#signal * matern(this.#distances[pair]!);
        pair += 1;
      }
      row[i] = this.#offset + this.#signal + this.#noise + variances[i]!;
      return row;
    });
  }

  /** Half the trace of `(w·wᵀ - K⁻¹)·∂K` for each scale. */
  #gradient(weights: Float64Array, inverse: Matrix): readonly number[] {
    const axes = this.#inverseSquares.length;
    const lengths = new Float64Array(axes);
    let signal = 0;
    let noise = 0;
    let pair = 0;
    for (let i = 0; i < weights.length; i += 1) {
      const row = inverse[i]!;
      for (let j = 0; j < i; j += 1) {
        const pull = weights[i]! * weights[j]! - row[j]!;
        const distance = this.#distances[pair]!;
        const slope = pull * this.#signal * maternSlope(distance);
        for (let axis = 0; axis < axes; axis += 1)
          lengths[axis] = lengths[axis]! + slope * this.#differences[pair * axes + axis]!;
        signal += 2 * pull * this.#signal * matern(distance);
        pair += 1;
      }
      const pull = weights[i]! ** 2 - row[i]!;
      signal += pull * this.#signal;
      noise += pull * this.#noise;
    }
    return [...lengths.map((sum, axis) => sum * this.#inverseSquares[axis]!), signal, noise];
  }
}

function likelihoodWithPrior(likelihood: Slope, scales: readonly number[], prior: HyperPrior): Slope {
  const axes = scales.length - 2;
  const gaps = scales.map((scale, index) => {
    const { median, spread } = index < axes ? prior.length : index === axes ? prior.signal : prior.noise;
    return { pull: (scale - Math.log(median)) / spread, spread };
  });
  return {
    value: likelihood.value - 0.5 * gaps.reduce((sum, { pull }) => sum + pull ** 2, 0),
    gradient: likelihood.gradient.map((component, index) => component - gaps[index]!.pull / gaps[index]!.spread),
  };
}
