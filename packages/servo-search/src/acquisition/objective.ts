import type { Point } from '../lattice/point.js';

/** How much better a point is than the best feasible one so far. */
export interface Objective {
  /** The objective of the best feasible point so far; `undefined` while there is none. */
  readonly best: number | undefined;
  /** What the objective is, or is expected to be, at a point. */
  expected(point: Point): number;
  /** Logarithm of the expected improvement as a share of `best`; 0 everywhere while there is no `best`. */
  logGain(point: Point): number;
}
