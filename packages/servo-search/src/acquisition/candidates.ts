import { boxSize, type IndexBox, inBox, pointsOf, spreadOver } from '../lattice/index-box.js';
import type { Lattice } from '../lattice/lattice.js';
import type { Point } from '../lattice/point.js';
import { random } from '../random/random.js';
import { take } from '../random/take.js';

/** Which points are worth a look. */
export interface CandidateOptions {
  readonly lattice: Lattice;
  readonly box: IndexBox;
  /** Whether a point may be suggested; asked once per point found. */
  readonly eligible: (point: Point) => boolean;
  /** Good points: their surroundings are searched more densely. */
  readonly around: readonly Point[];
  readonly seed: number;
}

const ENUMERATED = 20_000;
const SPREAD = 6000;
const NEAR = 400;
const KEPT = 1500;

/** The eligible points of a box: all of a small one; of a large one, an even spread and the surroundings of good points. */
export function candidates(options: CandidateOptions): readonly Point[] {
  const { lattice, box, eligible, seed } = options;
  if (boxSize(box) <= ENUMERATED) return take(pointsOf(lattice, box), { accept: eligible });
  const near = options.around.flatMap((point) => surroundings(point, options)).filter(eligible);
  const spread = take(spreadOver(lattice, box, seed), { accept: eligible, count: KEPT, limit: SPREAD });
  return unique(lattice, [...near, ...spread]);
}

/** Points that differ from a good one along a few axes by a few steps. */
function surroundings(point: Point, { lattice, box, seed }: CandidateOptions): readonly Point[] {
  const source = random(seed);
  const here = lattice.indicesOf(lattice.nearest(point)) ?? [];
  const moves = Array.from({ length: NEAR }, () => {
    const changed = 2.5 / here.length;
    const reach = 0.3 * source();
    return here.map((index, axis) => {
      if (source() > changed) return index;
      if (lattice.parameters[axis]?.kind === 'choice') return Math.floor(source() * (lattice.shape[axis] ?? 1));
      return index + Math.round((2 * source() - 1) * Math.max(1, reach * (lattice.shape[axis] ?? 1)));
    });
  });
  const inside = moves.filter((indices) => inBox(box, indices)).map((indices) => lattice.pointAt(indices));
  return [...lattice.neighbours(point).filter((other) => inBox(box, lattice.indicesOf(other) ?? [-1])), ...inside];
}

function unique(lattice: Lattice, points: readonly Point[]): readonly Point[] {
  return [...new Map(points.map((point) => [lattice.key(point), point])).values()];
}
