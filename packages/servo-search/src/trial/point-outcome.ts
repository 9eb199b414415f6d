import type { Lattice } from '../lattice/lattice.js';
import type { Point } from '../lattice/point.js';
import type { Trial } from './trial.js';

/** All that is known of one point, its repeats taken together. */
export interface PointOutcome {
  readonly point: Point;
  readonly key: string;
  /** The mean of the worst constraint's logarithm is at most 0, and no trial failed. */
  readonly feasible: boolean;
  /** Mean of the measured objective, if it was measured. */
  readonly objective: number | undefined;
}

/** Joins the trials of each point, in the order the points were first tried. */
export function pointOutcomes(history: readonly Trial[], lattice: Lattice): readonly PointOutcome[] {
  const groups = Map.groupBy(history, ({ point }) => lattice.key(point));
  return [...groups].map(([key, trials]) => toOutcome(key, trials));
}

function toOutcome(key: string, trials: readonly Trial[]): PointOutcome {
  const measured = trials.filter((trial) => trial.failed !== true);
  const names = new Set(measured.flatMap(({ constraints }) => Object.keys(constraints)));
  const met = [...names].every((name) => mean(measured.map(({ constraints }) => constraints[name]?.logRatio)) <= 0);
  const objectives = measured.map(({ objective }) => objective?.value).filter((value) => value !== undefined);
  return {
    // A group is never empty.
    point: trials[0]!.point,
    key,
    feasible: met && measured.length === trials.length,
    objective: objectives.length > 0 ? mean(objectives) : undefined,
  };
}

function mean(values: readonly (number | undefined)[]): number {
  const known = values.filter((value) => value !== undefined);
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}
