import type { Point } from '../lattice/point.js';
import type { Trial } from '../trial/trial.js';

/** The configuration to try next, and why. */
export interface Suggestion {
  readonly point: Point;
  /** `start`: tried to learn the ground; `search`: tried because the model expects it to be better. */
  readonly cause: 'start' | 'search';
  /** One short sentence for a person. */
  readonly reason: string;
  /** How likely the point meets every constraint, 0 to 1, by the model. */
  readonly probabilityFeasible?: number;
  /** The objective at the point: the price where it is known, else the expectation of the model. */
  readonly expectedObjective?: number;
}

/** Options of {@link Sampler.suggest}. */
export interface SuggestOptions {
  /** Ends the work; its reason is thrown as it is. */
  readonly signal?: AbortSignal;
  /** Keys ({@link Lattice.key}) of points not to be suggested, besides those in the history. */
  readonly exclude?: ReadonlySet<string>;
}

/**
 * Proposes the next configuration from the trials so far.
 *
 * An implementation keeps nothing between two calls that changes an answer: the same seed, history and options give
 * the same suggestion, in this process or after a restart. It never suggests a point of the history or an excluded one.
 */
export interface Sampler {
  /** Resolves to the next point to try, or `undefined` when nothing is left worth trying. */
  suggest(history: readonly Trial[], options?: SuggestOptions): Promise<Suggestion | undefined>;
}
