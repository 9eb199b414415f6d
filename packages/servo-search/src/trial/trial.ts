import type { Point } from '../lattice/point.js';

/** How one constraint came out, as a logarithm: 0 is on the limit, positive is beyond it. */
export interface ConstraintOutcome {
  /** `log(value / limit)` for an upper limit, `log(limit / value)` for a lower one. */
  readonly logRatio: number;
  /** Standard error of `logRatio`; where it is absent, the noise is learned from the trials. */
  readonly standardError?: number;
}

/** A measured objective; the search minimises, so hand in `-value` to maximise. */
export interface ObjectiveOutcome {
  readonly value: number;
  readonly standardError?: number;
}

/** A configuration that ran and was measured. */
export interface MeasuredTrial {
  readonly point: Point;
  readonly failed?: false;
  /** One entry per constraint, under the same names in every trial. */
  readonly constraints: Readonly<Record<string, ConstraintOutcome>>;
  /** Needed only where the objective is measured and not computed by a `price`. */
  readonly objective?: ObjectiveOutcome;
}

/** A configuration that could not run at all (unschedulable, out of memory, never ready): every constraint is violated. */
export interface FailedTrial {
  readonly point: Point;
  readonly failed: true;
}

/**
 * What a sampler is told about one trial. A point measured again is told again.
 *
 * An inconclusive trial is not told: it says nothing about its point.
 */
export type Trial = MeasuredTrial | FailedTrial;
