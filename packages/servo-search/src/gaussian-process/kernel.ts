import { matern } from './matern.js';

/** Coordinates of one point: see {@link Lattice.normalise}. */
export type Coordinates = readonly number[];

/** What decides how alike the values at two points are. */
export interface KernelSettings {
  /** Distance along each axis over which values stay alike; large means the axis hardly matters. */
  readonly lengths: readonly number[];
  /** Variance of the values around their common level. */
  readonly signal: number;
  /** Variance of the common level itself, around zero. */
  readonly offset: number;
  /** Axes whose coordinates are equal or not, without a distance. */
  readonly categorical: readonly boolean[];
}

/** Squared difference along one axis: 0 or 1 where the axis is categorical. */
export function squaredDifference(a: number, b: number, categorical: boolean): number {
  if (categorical) return a === b ? 0 : 1;
  return (a - b) ** 2;
}

/** Covariance of the values at two points: Matérn-5/2 with a length per axis, around an unknown common level. */
export function covariance(a: Coordinates, b: Coordinates, settings: KernelSettings): number {
  const { lengths, signal, offset, categorical } = settings;
  let square = 0;
  for (let axis = 0; axis < lengths.length; axis += 1) {
    // The axes of both points, the lengths and the flags are of one lattice, hence equally many.
    square += squaredDifference(a[axis]!, b[axis]!, categorical[axis]!) / lengths[axis]! ** 2;
  }
  return offset + signal * matern(Math.sqrt(square));
}
