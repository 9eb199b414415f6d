import { fitGaussianProcess } from '../gaussian-process/fit-gaussian-process.js';
import type { GaussianProcess } from '../gaussian-process/gaussian-process.js';
import type { Lattice } from '../lattice/lattice.js';
import { logExpectedImprovement } from './log-expected-improvement.js';
import type { Objective } from './objective.js';
import type { Point } from '../lattice/point.js';
import type { ObjectiveOutcome, Trial } from '../trial/trial.js';

interface Measured extends ObjectiveOutcome {
  readonly point: Point;
}

/** An objective that is measured with noise, learned by a Gaussian process on standardised values. */
export class MeasuredObjective implements Objective {
  readonly best: number | undefined;
  readonly #lattice: Lattice;
  readonly #center: number;
  readonly #spread: number;
  readonly #process: GaussianProcess;

  constructor(lattice: Lattice, history: readonly Trial[], feasible: readonly Point[]) {
    const measured = history.flatMap((trial) =>
      trial.failed || trial.objective === undefined ? [] : [{ point: trial.point, ...trial.objective }],
    );
    const values = measured.map(({ value }) => value);
    this.#lattice = lattice;
    this.#center = values.length > 0 ? mean(values) : 0;
    this.#spread = Math.sqrt(mean(values.map((value) => (value - this.#center) ** 2))) || 1;
    this.#process = this.#fit(measured);
    // The model's value, not the measured one: the lowest of many noisy values is low by luck.
    this.best = feasible.length > 0 ? Math.min(...feasible.map((point) => this.expected(point))) : undefined;
  }

  expected(point: Point): number {
    return this.#center + this.#spread * this.#process.predict(this.#lattice.normalise(point)).mean;
  }

  logGain(point: Point): number {
    if (this.best === undefined) return 0;
    const prediction = this.#process.predict(this.#lattice.normalise(point));
    const best = (this.best - this.#center) / this.#spread;
    return logExpectedImprovement(prediction, best) + Math.log(this.#spread / (Math.abs(this.best) || this.#spread));
  }

  #fit(measured: readonly Measured[]): GaussianProcess {
    const { parameters } = this.#lattice;
    const known = measured.every(({ standardError }) => standardError !== undefined);
    return fitGaussianProcess(
      {
        inputs: measured.map(({ point }) => this.#lattice.normalise(point)),
        values: measured.map(({ value }) => (value - this.#center) / this.#spread),
        variances: measured.map(({ standardError = 0 }) => (standardError / this.#spread) ** 2),
        categorical: parameters.map(({ kind }) => kind === 'choice'),
      },
      {
        length: { median: 0.5 * Math.sqrt(parameters.length), spread: 0.8 },
        signal: { median: 1, spread: 0.5 },
        noise: { median: known ? 0.05 : 0.2, spread: 0.8 },
        offset: 0.25,
      },
    );
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
