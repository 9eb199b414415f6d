import type { Objective } from './objective.js';
import type { Point } from '../lattice/point.js';

/** An objective computed from the configuration alone, so nothing needs to be learned. */
export class KnownPrice implements Objective {
  readonly best: number | undefined;
  readonly #price: (point: Point) => number;

  constructor(price: (point: Point) => number, feasible: readonly Point[]) {
    this.#price = price;
    this.best = feasible.length > 0 ? Math.min(...feasible.map((point) => price(point))) : undefined;
  }

  expected(point: Point): number {
    return this.#price(point);
  }

  logGain(point: Point): number {
    if (this.best === undefined) return 0;
    const gain = this.best - this.#price(point);
    return gain > 0 ? Math.log(gain / Math.abs(this.best)) : Number.NEGATIVE_INFINITY;
  }
}
