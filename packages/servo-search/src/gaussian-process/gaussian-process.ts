import { cholesky, dot, type Matrix, solveLower, solveUpper } from './cholesky.js';
import { type Coordinates, covariance, type KernelSettings } from './kernel.js';
import type { Observations } from './observations.js';

/** The expected value at a point, and the standard deviation of that expectation (noise not included). */
export interface Prediction {
  readonly mean: number;
  readonly deviation: number;
}

/** A kernel and the variance of the noise that comes on top of what is known per observation. */
export interface GaussianProcessSettings extends KernelSettings {
  readonly noise: number;
}

/** A Gaussian process with zero mean, conditioned on observations. */
export class GaussianProcess {
  readonly #observations: Observations;
  readonly #settings: GaussianProcessSettings;
  readonly #lower: Matrix;
  readonly #weights: Float64Array;

  constructor(observations: Observations, settings: GaussianProcessSettings) {
    this.#observations = observations;
    this.#settings = settings;
    const { inputs, values, variances } = observations;
    this.#lower = cholesky(
      inputs.map((a, i) => {
        const row = this.#covariances(a);
        row[i] = settings.offset + settings.signal + settings.noise + (variances[i] ?? 0);
        return row;
      }),
    );
    this.#weights = solveUpper(this.#lower, solveLower(this.#lower, values));
  }

  /** What is to be expected at a point. */
  predict(point: Coordinates): Prediction {
    const { offset, signal } = this.#settings;
    const row = this.#covariances(point);
    const explained = solveLower(this.#lower, row);
    const variance = offset + signal - dot(explained, explained, explained.length);
    return { mean: dot(row, this.#weights, row.length), deviation: Math.sqrt(Math.max(variance, 1e-10)) };
  }

  #covariances(point: Coordinates): Float64Array {
    const { inputs } = this.#observations;
    const row = new Float64Array(inputs.length);
    for (const [i, input] of inputs.entries()) row[i] = covariance(point, input, this.#settings);
    return row;
  }
}
