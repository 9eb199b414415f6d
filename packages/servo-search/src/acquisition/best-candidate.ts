import { candidates } from './candidates.js';
import type { FeasibilityModel } from './feasibility-model.js';
import type { Objective } from './objective.js';
import type { Point } from '../lattice/point.js';
import type { Situation } from '../sampler/situation.js';

/** What is known of the ground, and how much certainty is asked for. */
export interface BestCandidateOptions {
  readonly situation: Situation;
  readonly objective: Objective;
  readonly feasibility: Pick<FeasibilityModel, 'logProbability'>;
  readonly requiredProbability: number;
  readonly seed: number;
}

/** A point with what is expected of it. */
export interface Candidate {
  readonly point: Point;
  /** Logarithm of the expected improvement, as a share of the best objective so far. */
  readonly logGain: number;
  /** Logarithm of the probability that it meets every constraint. */
  readonly logProbability: number;
  /** What decides between candidates. */
  readonly score: number;
}

// A violation costs more than a missed saving: probability counts this many times as much as gain.
const CARE = 2;
const CLIMBERS = 3;
const CLIMB_ROUNDS = 10;

/**
 * The point with the highest expected improvement, weighted towards safety, among those likely enough to meet every constraint.
 *
 * Where none is, the likeliest one down to half of the required probability; below that `undefined`: the risk is not
 * worth it. While nothing feasible is known there is nothing to lose, and the likeliest point wins whatever it is.
 */
export function bestCandidate(options: BestCandidateOptions): Candidate | undefined {
  const { situation, seed } = options;
  const { lattice } = situation.space;
  const around = situation.feasible.toSorted((a, b) => options.objective.expected(a) - options.objective.expected(b));
  const points = candidates({
    lattice,
    box: situation.box,
    // Asking the price is cheap, asking the models is not.
    eligible: (point) => situation.eligible(point) && (!options.situation.space.price || gains(options, point)),
    around: around.length > 0 ? around.slice(0, 2) : situation.outcomes.slice(-2).map(({ point }) => point),
    seed,
  });
  const ranked = points.map((point) => evaluate(point, options)).toSorted((a, b) => b.score - a.score);
  const climbed = ranked.slice(0, CLIMBERS).map((candidate) => climb(candidate, options));
  const best = climbed.toSorted((a, b) => b.score - a.score)[0];
  return best !== undefined && best.score > Number.NEGATIVE_INFINITY ? best : undefined;
}

function gains({ objective }: BestCandidateOptions, point: Point): boolean {
  return objective.logGain(point) > Number.NEGATIVE_INFINITY;
}

function evaluate(point: Point, options: BestCandidateOptions): Candidate {
  const logGain = options.objective.logGain(point);
  const logProbability = options.feasibility.logProbability(point);
  return { point, logGain, logProbability, score: score(logGain, logProbability, options) };
}

// Scores of candidates below the required probability, so that any above it comes first.
const DOUBTFUL = -1e6;

function score(logGain: number, logProbability: number, options: BestCandidateOptions): number {
  if (options.objective.best === undefined) return logProbability;
  const required = Math.log(options.requiredProbability);
  if (logProbability >= required) return logGain + CARE * logProbability;
  return logProbability >= required - Math.LN2 ? DOUBTFUL + logProbability : Number.NEGATIVE_INFINITY;
}

function climb(start: Candidate, options: BestCandidateOptions): Candidate {
  let best = start;
  for (let round = 0; round < CLIMB_ROUNDS; round += 1) {
    const next = options.situation.space.lattice
      .neighbours(best.point)
      .filter((point) => options.situation.eligible(point) && gains(options, point))
      .map((point) => evaluate(point, options))
      .toSorted((a, b) => b.score - a.score)[0];
    if (next === undefined || next.score <= best.score) break;
    best = next;
  }
  return best;
}
