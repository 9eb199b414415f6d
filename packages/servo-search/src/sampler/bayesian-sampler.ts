import { bestCandidate, type Candidate } from '../acquisition/best-candidate.js';
import { checkTrials } from '../trial/check-trials.js';
import { FeasibilityModel } from '../acquisition/feasibility-model.js';
import { KnownPrice } from '../acquisition/known-price.js';
import { MeasuredObjective } from '../acquisition/measured-objective.js';
import type { Objective } from '../acquisition/objective.js';
import { nearestTrials } from '../trial/nearest-trials.js';
import type { Point } from '../lattice/point.js';
import type { Sampler, SuggestOptions, Suggestion } from './sampler.js';
import { SearchError } from '../search-error.js';
import { admits, checkSearchSpace, type SearchSpaceOptions } from './search-space.js';
import { Situation } from './situation.js';
import { startPoint } from './start-point.js';
import type { Trial } from '../trial/trial.js';

/** Options of {@link BayesianSampler}. */
export interface BayesianSamplerOptions extends SearchSpaceOptions {
  /**
   * How likely a point must be to meet every constraint before it is tried, above 0 up to 1.
   *
   * @default 0.6
   */
  readonly requiredProbability?: number;
  /**
   * Stay near what is known to work: go at most half of the way to any bound, and halve the price at most, per success.
   *
   * @default true
   */
  readonly cautious?: boolean;
  /**
   * How many points to try for orientation before the model decides.
   *
   * @default one for every two parameters, at least 3 and at most 5
   */
  readonly startPoints?: number;
}

// The search ends when the gain to be expected was below this share of the objective …
const WORTHWHILE = 0.01;
// … in so many suggestions in a row.
const PATIENCE = 3;
// A start point is to be this much of the cheapest price known to work.
const START_PRICE = 0.75;

/**
 * Searches by Gaussian processes: one for each constraint, and one for the objective where it has to be measured.
 *
 * First comes the running configuration, if the history lacks it; then a few start points, most of them cheaper; then
 * the points with the highest expected improvement among those likely enough to meet every constraint.
 *
 * @example
 * const price = ({ cpu, memory }: Point) => 23 * Number(cpu) + 3.1 * Number(memory);
 * const sampler = new BayesianSampler({ lattice, running: { cpu: 2, memory: 4 }, price });
 * const suggestion = await sampler.suggest(history);
 * @throws {@link SearchError} `SEARCH_OPTION_INVALID` or `SEARCH_POINT_INVALID` when the options cannot be used;
 * `suggest` throws `SEARCH_TRIAL_INVALID` when a trial cannot.
 */
export class BayesianSampler implements Sampler {
  readonly #options: Required<
    Pick<BayesianSamplerOptions, 'requiredProbability' | 'cautious' | 'startPoints' | 'seed'>
  > &
    SearchSpaceOptions;

  constructor(options: BayesianSamplerOptions) {
    checkSearchSpace(options);
    const { requiredProbability = 0.6, cautious = true, seed = 0 } = options;
    const { startPoints = Math.min(5, Math.max(3, Math.ceil(options.lattice.parameters.length / 2))) } = options;
    if (!(requiredProbability > 0 && requiredProbability <= 1)) {
      const message = `Expected \`requiredProbability\` above 0 and up to 1, got ${requiredProbability}.`;
      throw new SearchError('SEARCH_OPTION_INVALID', message);
    }
    this.#options = { ...options, requiredProbability, cautious, startPoints, seed };
  }

  async suggest(history: readonly Trial[], options: SuggestOptions = {}): Promise<Suggestion | undefined> {
    const { signal, exclude = new Set() } = options;
    signal?.throwIfAborted();
    checkTrials(history, { objective: this.#options.price === undefined });
    const situation = this.#situation(history, exclude);
    const start = this.#running(situation) ?? this.#start(situation);
    if (start !== undefined) return start;
    const search = this.#search(situation, history);
    if (search === undefined) return undefined;
    const promising = isWorthwhile(search) || this.#wasPromising(history, options);
    return promising ? this.#describe(search) : undefined;
  }

  #situation(history: readonly Trial[], exclude: ReadonlySet<string>): Situation {
    return new Situation({ space: this.#options, history, exclude, cautious: this.#options.cautious });
  }

  #running(situation: Situation): Suggestion | undefined {
    const { running, price } = this.#options;
    if (situation.closed(running) || !admits(this.#options, running)) return undefined;
    const reason = 'the running configuration, which all others are compared with';
    return { point: running, cause: 'start', reason, ...(price && { expectedObjective: price(running) }) };
  }

  #start(situation: Situation): Suggestion | undefined {
    const { lattice, running, price, startPoints } = this.#options;
    const others = situation.outcomes.filter(({ key }) => key !== lattice.key(running));
    if (others.length >= startPoints) return undefined;
    const from = price && Math.min(...[...situation.feasible, running].map(price));
    // Where nothing works yet, cheaper is the wrong way.
    const target = from && (situation.feasible.length > 0 ? from * START_PRICE : from / START_PRICE);
    const fresh = (point: Point) => situation.eligible(point);
    const point = startPoint({ space: this.#options, box: situation.box, fresh, target });
    if (point === undefined) return undefined;
    const reason = `start point ${others.length + 1} of ${startPoints}, to learn how the constraints behave`;
    return { point, cause: 'start', reason, ...(price && { expectedObjective: price(point) }) };
  }

  #search(situation: Situation, history: readonly Trial[]): Search | undefined {
    const { lattice, running, price, requiredProbability, seed } = this.#options;
    const relevant = nearestTrials(lattice, history, situation.best ?? running);
    const objective =
      price === undefined
        ? new MeasuredObjective(lattice, relevant, situation.feasible)
        : new KnownPrice(price, situation.feasible);
    const feasibility = new FeasibilityModel(lattice, relevant, (point) => this.#expectation(point));
    const candidate = bestCandidate({
      situation,
      objective,
      feasibility,
      requiredProbability,
      seed: seed + history.length,
    });
    return candidate && { candidate, objective };
  }

  /** Half the price, twice the time: what to expect of a cheaper configuration until the trials say otherwise. */
  #expectation(point: Point): number {
    const { price, running } = this.#options;
    return price === undefined ? 0 : Math.log(price(running) / Math.max(price(point), price(running) / 20));
  }

  /** Whether one of the last suggestions promised enough: a single poor one may only mean an odd measurement. */
  #wasPromising(history: readonly Trial[], { exclude = new Set() }: SuggestOptions): boolean {
    const earlier = Array.from({ length: PATIENCE - 1 }, (_, back) => history.slice(0, -1 - back));
    return earlier.some((past) => {
      const situation = this.#situation(past, exclude);
      if (this.#start(situation) !== undefined) return true;
      const search = this.#search(situation, past);
      return search !== undefined && isWorthwhile(search);
    });
  }

  #describe({ candidate, objective }: Search): Suggestion {
    const { point, logGain, logProbability } = candidate;
    const probability = Math.exp(logProbability);
    const surest = probability < this.#options.requiredProbability ? ', the surest that is left' : '';
    const likely = `${Math.round(100 * probability)} % likely to meet the constraints${surest}`;
    const gain = `${Math.round(100 * Math.exp(logGain))} % better than the best so far`;
    return {
      point,
      cause: 'search',
      reason:
        objective.best === undefined ? `nothing meets the constraints yet; this is ${likely}` : `${likely}, ${gain}`,
      probabilityFeasible: probability,
      expectedObjective: objective.expected(point),
    };
  }
}

interface Search {
  readonly candidate: Candidate;
  readonly objective: Objective;
}

function isWorthwhile({ candidate, objective }: Search): boolean {
  return objective.best === undefined || candidate.logGain + candidate.logProbability >= Math.log(WORTHWHILE);
}
