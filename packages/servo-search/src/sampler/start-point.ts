import { type IndexBox, spreadOver } from '../lattice/index-box.js';
import type { Point } from '../lattice/point.js';
import type { SearchSpaceOptions } from './search-space.js';
import { take } from '../random/take.js';

/** Where a start point may lie. */
export interface StartPointOptions {
  readonly space: SearchSpaceOptions;
  readonly box: IndexBox;
  /** Whether a point may be tried and has not been. */
  readonly fresh: (point: Point) => boolean;
  /** The price to come close to, where prices are known. */
  readonly target: number | undefined;
}

const CANDIDATES = 256;

/**
 * The next start point: of an even spread over the box, the first whose price is near the target.
 *
 * Where no price is known, simply the first.
 */
export function startPoint({ space, box, fresh, target }: StartPointOptions): Point | undefined {
  const { lattice, price, seed = 0 } = space;
  const points = take(spreadOver(lattice, box, seed), { accept: fresh, limit: CANDIDATES });
  if (price === undefined || target === undefined) return points[0];
  const miss = (point: Point) => Math.abs(Math.log(price(point) / target));
  return points.find((point) => miss(point) < 0.1) ?? points.toSorted((a, b) => miss(a) - miss(b))[0];
}
