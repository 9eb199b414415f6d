import { halton } from '../random/halton.js';
import type { Lattice } from './lattice.js';
import type { Point } from './point.js';

/** A part of a lattice: the lowest and the highest index on each axis. */
export interface IndexBox {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** The whole lattice. */
export function wholeBox(lattice: Lattice): IndexBox {
  return { low: lattice.shape.map(() => 0), high: lattice.shape.map((length) => length - 1) };
}

/**
 * The box a cautious search may move in: around the trusted points, and half of the way from them to each bound.
 *
 * It grows as trust does: each success halves the way that is left. Choices are free, as they have no distance.
 */
export function trustBox(lattice: Lattice, trusted: readonly Point[]): IndexBox {
  const indices = trusted.map((point) => lattice.indicesOf(lattice.nearest(point)) ?? []);
  const along = (axis: number) => indices.map((vector) => vector[axis] ?? 0);
  const free = (axis: number) => lattice.parameters[axis]?.kind === 'choice';
  return {
    low: lattice.shape.map((_, axis) => (free(axis) ? 0 : Math.floor(Math.min(...along(axis)) / 2))),
    high: lattice.shape.map((length, axis) =>
      free(axis) ? length - 1 : Math.ceil((Math.max(...along(axis)) + length - 1) / 2),
    ),
  };
}

/** How many points a box holds. */
export function boxSize({ low, high }: IndexBox): number {
  return low.reduce((product, from, axis) => product * ((high[axis] ?? from) - from + 1), 1);
}

/** Whether an index vector lies in a box. */
export function inBox({ low, high }: IndexBox, indices: readonly number[]): boolean {
  return indices.every((index, axis) => index >= (low[axis] ?? 0) && index <= (high[axis] ?? 0));
}

/** Every point of a box once; the last axis moves fastest. */
export function* pointsOf(lattice: Lattice, { low, high }: IndexBox): Generator<Point> {
  const indices = [...low];
  for (let remaining = boxSize({ low, high }); remaining > 0; remaining -= 1) {
    yield lattice.pointAt(indices);
    for (let axis = low.length - 1; axis >= 0; axis -= 1) {
      const next = (indices[axis] ?? 0) + 1;
      indices[axis] = next > (high[axis] ?? 0) ? (low[axis] ?? 0) : next;
      if (next <= (high[axis] ?? 0)) break;
    }
  }
}

/** Points spread evenly over a box, without end; in a small box they soon repeat. */
export function* spreadOver(lattice: Lattice, { low, high }: IndexBox, seed: number): Generator<Point> {
  for (const place of halton(low.length, seed)) {
    yield lattice.pointAt(
      low.map((from, axis) => from + Math.floor((place[axis] ?? 0) * ((high[axis] ?? from) - from + 1))),
    );
  }
}
