import { squaredDifference } from '../gaussian-process/kernel.js';
import type { Lattice } from '../lattice/lattice.js';
import type { Point } from '../lattice/point.js';
import type { Trial } from './trial.js';

/**
 * The trials closest to a point, in their order; all of them, up to `limit`.
 *
 * The work of a Gaussian process grows with the cube of the trials, and far ones hardly change what it says nearby.
 */
export function nearestTrials(
  lattice: Lattice,
  history: readonly Trial[],
  center: Point,
  limit = 150,
): readonly Trial[] {
  if (history.length <= limit) return history;
  const distances = history.map(({ point }) => distance(lattice, point, center));
  const reach = distances.toSorted((a, b) => a - b)[limit - 1] ?? 0;
  return history.filter((_, index) => (distances[index] ?? 0) <= reach).slice(-limit);
}

function distance(lattice: Lattice, a: Point, b: Point): number {
  const [from, to] = [lattice.normalise(a), lattice.normalise(b)];
  return lattice.parameters.reduce(
    (sum, { kind }, axis) => sum + squaredDifference(from[axis] ?? 0, to[axis] ?? 0, kind === 'choice'),
    0,
  );
}
