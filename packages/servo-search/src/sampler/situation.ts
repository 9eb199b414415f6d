import { type IndexBox, inBox, trustBox, wholeBox } from '../lattice/index-box.js';
import type { Point } from '../lattice/point.js';
import { type PointOutcome, pointOutcomes } from '../trial/point-outcome.js';
import { admits, type SearchSpaceOptions } from './search-space.js';
import type { Trial } from '../trial/trial.js';

/** What the trials so far leave open. */
export interface SituationOptions {
  readonly space: SearchSpaceOptions;
  readonly history: readonly Trial[];
  readonly exclude: ReadonlySet<string>;
  readonly cautious: boolean;
}

// The largest share of the cheapest price known to work that one suggestion may save.
const PRICE_STRIDE = 0.5;

/** Where the search stands: what has been tried, what works, and where it may go next. */
export class Situation {
  readonly space: SearchSpaceOptions;
  readonly outcomes: readonly PointOutcome[];
  /** Points that met every constraint. */
  readonly feasible: readonly Point[];
  /** Where the next point may lie. */
  readonly box: IndexBox;
  readonly #lowestPrice: number;
  readonly #closed: ReadonlySet<string>;

  constructor({ space, history, exclude, cautious }: SituationOptions) {
    this.space = space;
    this.outcomes = pointOutcomes(history, space.lattice);
    this.feasible = this.outcomes.filter(({ feasible }) => feasible).map(({ point }) => point);
    this.#closed = new Set([...exclude, ...this.outcomes.map(({ key }) => key)]);
    // While nothing works, everything tried so far is as good a place as any to look around.
    const tried = this.outcomes.map(({ point }) => point);
    const trusted = this.feasible.length > 0 ? this.feasible : [space.running, ...tried];
    this.box = cautious ? trustBox(space.lattice, trusted) : wholeBox(space.lattice);
    this.#lowestPrice = cautious ? PRICE_STRIDE * this.#cheapest(trusted) : Number.NEGATIVE_INFINITY;
  }

  /** The feasible point with the lowest price or, without prices, the lowest measured objective. */
  get best(): Point | undefined {
    const { price } = this.space;
    const worth = ({ point, objective = 0 }: PointOutcome): number => (price === undefined ? objective : price(point));
    const [best] = this.outcomes.filter(({ feasible }) => feasible).toSorted((a, b) => worth(a) - worth(b));
    return best?.point;
  }

  /** Whether the point was tried before or is excluded. */
  closed(point: Point): boolean {
    return this.#closed.has(this.space.lattice.key(point));
  }

  /** Whether a point may be suggested: on the lattice, in the box, new, allowed, neither too dear nor too bold. */
  eligible(point: Point): boolean {
    const { lattice, price } = this.space;
    const indices = lattice.indicesOf(point);
    if (indices === undefined || !inBox(this.box, indices)) return false;
    if (price !== undefined && price(point) < this.#lowestPrice) return false;
    return admits(this.space, point) && !this.closed(point);
  }

  #cheapest(points: readonly Point[]): number {
    const { price } = this.space;
    return price === undefined ? Number.NEGATIVE_INFINITY : Math.min(...points.map((point) => price(point)));
  }
}
