import { type ConstraintOutcome, constraintOutcome, type Point, type Trial as SearchTrial } from '@servo/search';
import type { Sample } from '../measuring/sample.js';
import { type Constraint, keeps } from '../target/constraint.js';
import type { Evidence, Trial } from './evidence.js';
import { shareOutcome } from './share-outcome.js';
import type { Attempt } from './study-state.js';

// What a limit has no logarithm for: clearly kept, clearly broken.
const KEPT: ConstraintOutcome = { logRatio: -2, standardError: 0.1 };
const BROKEN: ConstraintOutcome = { logRatio: 1.5, standardError: 0.1 };

/** What a sampler is told: each attempt from which something was learned, in order. */
export function searchHistory(evidence: Evidence): readonly SearchTrial[] {
  const trials = new Map(evidence.trials.map((trial) => [trial.number, trial]));
  return evidence.state.attempts.flatMap((attempt) => {
    const trial = trials.get(attempt.trial);
    const point = evidence.definition.target.point(attempt.settings);
    return trial ? searchTrial(evidence, trial, { attempt, point }) : [];
  });
}

function searchTrial(
  evidence: Evidence,
  trial: Trial,
  { attempt, point }: { readonly attempt: Attempt; readonly point: Point },
): readonly SearchTrial[] {
  const { outcome } = attempt;
  // That a configuration failed once that ran before says something about the attempt, not about the configuration.
  if (outcome.kind === 'failed')
    return trial.number > 0 && evidence.judge(trial).verdict === 'failed' ? [{ point, failed: true }] : [];
  if (outcome.kind === 'inconclusive' || evidence.problem(attempt) !== undefined) return [];
  if (outcome.shortfall && evidence.shortfall(trial)) return [{ point, failed: true }]; // its numbers are of another load
  const { decisive } = evidence.definition;
  if (decisive.some((metric) => outcome.samples[metric] === undefined)) return [{ point, failed: true }];
  const objective = objectiveOutcome(evidence, trial, outcome.samples);
  return [
    { point, constraints: constraintOutcomes(evidence, trial, outcome.samples), ...(objective && { objective }) },
  ];
}

function constraintOutcomes(
  evidence: Evidence,
  trial: Trial,
  samples: Readonly<Record<string, Sample>>,
): Readonly<Record<string, ConstraintOutcome>> {
  const { constraints } = evidence.definition;
  if (constraints.length === 0) return { runs: KEPT }; // what starts is acceptable, and that much is learned
  return Object.fromEntries(
    constraints.flatMap((constraint) => {
      const found = samples[constraint.metric];
      return found ? [[constraint.condition, outcomeOf(evidence, constraint, { trial, found })]] : [];
    }),
  );
}

function outcomeOf(
  evidence: Evidence,
  constraint: Constraint,
  { trial, found }: { readonly trial: Trial; readonly found: Sample },
): ConstraintOutcome {
  const [limit = 0, value] = [evidence.limit(constraint), found.mean];
  const { bound, metric } = constraint;
  const { share } = found;
  if (share) return shareOutcome(constraint, { mean: evidence.mean(trial, metric) ?? value, share, limit });
  if (limit <= 0 || value < 0) return keeps(constraint, value, limit) ? KEPT : BROKEN;
  const standardError = value === 0 ? undefined : absoluteError(evidence, trial, { metric, found });
  return constraintOutcome({ value, limit, bound, ...(standardError !== undefined && { standardError }) });
}

function objectiveOutcome(
  evidence: Evidence,
  trial: Trial,
  samples: Readonly<Record<string, Sample>>,
): { readonly value: number; readonly standardError?: number } | undefined {
  const { objective } = evidence.definition;
  const found = objective.kind === 'metric' ? samples[objective.metric] : undefined;
  if (objective.kind === 'price' || found === undefined) return undefined;
  const standardError = absoluteError(evidence, trial, { metric: objective.metric, found });
  const value = objective.direction === 'maximize' ? -found.mean : found.mean;
  return { value, ...(standardError !== undefined && { standardError }) };
}

function absoluteError(
  evidence: Evidence,
  trial: Trial,
  { metric, found }: { readonly metric: string; readonly found: Sample },
): number | undefined {
  const relative = evidence.noise(metric).of(found, evidence.samples(trial, metric));
  return relative === undefined ? undefined : relative * Math.abs(found.mean);
}
