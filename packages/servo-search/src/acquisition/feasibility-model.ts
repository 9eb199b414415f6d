import { fitGaussianProcess } from '../gaussian-process/fit-gaussian-process.js';
import type { GaussianProcess } from '../gaussian-process/gaussian-process.js';
import type { Lattice } from '../lattice/lattice.js';
import { logNormalCdf } from '../gaussian-process/normal-distribution.js';
import type { Point } from '../lattice/point.js';
import type { ConstraintOutcome, Trial } from '../trial/trial.js';

// Logarithms of ratios to the limit are alike for every constraint, so their usual size is known beforehand.
const PRIOR = { signal: { median: 1, spread: 0.2 }, offset: 0.25 };
// Runs differ by more than one run's own scatter shows, hence a little noise even where a standard error is known.
const NOISE = { known: { median: 0.04, spread: 0.7 }, unknown: { median: 0.12, spread: 0.7 } };
// One meltdown says "far beyond the limit", not how far; nor does it matter how far below the limit a value is.
const CLAMP = { low: -2.5, high: 1.5 };
const FAILURE: ConstraintOutcome = { logRatio: CLAMP.high, standardError: 0.1 };

// The scales of a process are the likeliest ones, not all likely ones, which makes it a little too sure of itself.
const MODESTY = 1.3;

/**
 * How likely a point meets the constraints, learned from the trials: one Gaussian process per constraint.
 *
 * `expectation` is the logarithm of value to limit that is expected of a point, up to a constant, before any trial; the
 * processes learn how the trials depart from it.
 */
export class FeasibilityModel {
  readonly #lattice: Lattice;
  readonly #expectation: (point: Point) => number;
  readonly #processes: readonly GaussianProcess[];

  constructor(lattice: Lattice, history: readonly Trial[], expectation: (point: Point) => number = () => 0) {
    this.#lattice = lattice;
    this.#expectation = expectation;
    const names = new Set(history.flatMap((trial) => (trial.failed ? [] : Object.keys(trial.constraints))));
    // Failures alone name no constraint, yet they must be learned from.
    if (names.size === 0 && history.length > 0) names.add('runs');
    this.#processes = [...names].map((name) => this.#process(name, history));
  }

  /** Logarithm of the probability that the point meets every constraint. */
  logProbability(point: Point): number {
    const coordinates = this.#lattice.normalise(point);
    const expected = this.#expectation(point);
    return this.#processes.reduce((sum, process) => {
      const { mean, deviation } = process.predict(coordinates);
      return sum + logNormalCdf(-(expected + mean) / (MODESTY * deviation));
    }, 0);
  }

  #process(name: string, history: readonly Trial[]): GaussianProcess {
    const told = history.flatMap((trial) => {
      const outcome = trial.failed ? FAILURE : trial.constraints[name];
      return outcome === undefined ? [] : [{ point: trial.point, outcome }];
    });
    const axes = this.#lattice.parameters.length;
    const observations = {
      inputs: told.map(({ point }) => this.#lattice.normalise(point)),
      values: told.map(({ point, outcome }) => clamped(outcome.logRatio) - this.#expectation(point)),
      variances: told.map(({ outcome }) => variance(outcome)),
      categorical: this.#lattice.parameters.map(({ kind }) => kind === 'choice'),
    };
    const known = told.every(({ outcome }) => outcome.standardError !== undefined);
    return fitGaussianProcess(observations, {
      ...PRIOR,
      noise: known ? NOISE.known : NOISE.unknown,
      length: { median: 0.35 * Math.sqrt(axes), spread: 0.8 },
    });
  }
}

function clamped(logRatio: number): number {
  return Math.min(CLAMP.high, Math.max(CLAMP.low, logRatio));
}

function variance({ standardError }: ConstraintOutcome): number {
  return standardError === undefined ? 0 : standardError ** 2;
}
