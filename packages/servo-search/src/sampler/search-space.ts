import type { Lattice } from '../lattice/lattice.js';
import type { Point } from '../lattice/point.js';
import { SearchError } from '../search-error.js';

/** What every sampler needs to know: where it may search, and from where it starts. */
export interface SearchSpaceOptions {
  readonly lattice: Lattice;
  /** The configuration in use today; it may be off the lattice. */
  readonly running: Point;
  /**
   * The objective, where it can be computed from the configuration: positive, and the lower the better.
   *
   * Absent, the objective is measured, and told with each trial.
   */
  readonly price?: (point: Point) => number;
  /**
   * Points dearer than this are never suggested; needs `price`.
   *
   * @default Infinity
   */
  readonly priceCeiling?: number;
  /**
   * Points for which this is false are never suggested.
   *
   * @default every point is allowed
   */
  readonly allowed?: (point: Point) => boolean;
  /**
   * Equal seeds give equal suggestions.
   *
   * @default 0
   */
  readonly seed?: number;
}

/** Refuses options that contradict each other, before the first trial. */
export function checkSearchSpace({ lattice, running, price, priceCeiling }: SearchSpaceOptions): void {
  lattice.key(running);
  if (priceCeiling !== undefined && price === undefined) {
    throw new SearchError('SEARCH_OPTION_INVALID', 'Expected `price` beside `priceCeiling`. Hand in both or neither.');
  }
  // Written this way round, the comparison refuses NaN too.
  if (price !== undefined && !(price(running) > 0)) {
    throw new SearchError(
      'SEARCH_OPTION_INVALID',
      `Expected a positive price of the running configuration, got ${price(running)}. Without prices, leave \`price\` out and tell a measured objective.`,
    );
  }
}

/** Whether a point may be tried at all. */
export function admits(space: SearchSpaceOptions, point: Point): boolean {
  const { price, priceCeiling = Number.POSITIVE_INFINITY, allowed } = space;
  return (price === undefined || price(point) <= priceCeiling) && (allowed === undefined || allowed(point));
}
