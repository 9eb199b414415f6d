import { pointsOf, spreadOver, wholeBox } from '../lattice/index-box.js';
import type { Point } from '../lattice/point.js';
import type { Sampler, SuggestOptions, Suggestion } from './sampler.js';
import { admits, checkSearchSpace, type SearchSpaceOptions } from './search-space.js';
import { take } from '../random/take.js';
import type { Trial } from '../trial/trial.js';

// The spread repeats itself on a small lattice; what it leaves out is then found by counting.
const SPREAD = 5000;
const REMAINING = 1_000_000;

/**
 * Tries points spread evenly over the lattice, whatever the trials say: the baseline any search must beat.
 *
 * Resolves to `undefined` only when every admissible point has been tried.
 *
 * @example
 * const sampler = new RandomSampler({ lattice, running: { cpu: 2, gc: 'g1' }, seed: 7 });
 * const suggestion = await sampler.suggest([]);
 */
export class RandomSampler implements Sampler {
  readonly #space: SearchSpaceOptions;

  constructor(space: SearchSpaceOptions) {
    checkSearchSpace(space);
    this.#space = space;
  }

  async suggest(history: readonly Trial[], options: SuggestOptions = {}): Promise<Suggestion | undefined> {
    options.signal?.throwIfAborted();
    const { lattice, price, seed = 0 } = this.#space;
    const box = wholeBox(lattice);
    const tried = new Set(history.map(({ point }) => lattice.key(point)));
    const fresh = (point: Point) => {
      const key = lattice.key(point);
      return !tried.has(key) && options.exclude?.has(key) !== true && admits(this.#space, point);
    };
    const [point] = [
      ...take(spreadOver(lattice, box, seed), { accept: fresh, count: 1, limit: SPREAD }),
      ...take(pointsOf(lattice, box), { accept: fresh, count: 1, limit: REMAINING }),
    ];
    if (point === undefined) return undefined;
    const reason = 'next point of an even spread over all configurations';
    return { point, cause: 'start', reason, ...(price && { expectedObjective: price(point) }) };
  }
}
