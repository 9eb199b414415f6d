import type { ConstraintReport, MetricEstimate, TrialReport } from '@servo/core/wire';
import type { Constraint } from '../target/constraint.js';
import type { Evidence, Trial } from './evidence.js';
import type { Attempt } from './study-state.js';

/** Reports a trial with all that is known of it; `attempt` tells for which of its measurements. */
export function trialReport(evidence: Evidence, trial: Trial, attempt?: Pick<Attempt, 'cause' | 'why'>): TrialReport {
  const { verdict, reason } = evidence.judge(trial);
  const { cause, why } = attempt ?? trial;
  return {
    number: trial.number,
    cause,
    why,
    settings: trial.settings,
    price: evidence.price(trial),
    objective: objectiveEstimate(evidence, trial),
    constraints: evidence.definition.constraints.map((constraint) => constraintReport(evidence, trial, constraint)),
    verdict,
    reason,
    measurements: evidence.measured(trial).length,
    finishedAt: trial.attempts.at(-1)?.finishedAt ?? evidence.state.begun.at,
  };
}

function objectiveEstimate(evidence: Evidence, trial: Trial): MetricEstimate | undefined {
  const { objective, config } = evidence.definition;
  if (objective.kind === 'metric') {
    const mean = evidence.mean(trial, objective.metric);
    if (mean === undefined) return undefined;
    const { metric, unit } = objective;
    return { metric, unit, mean, standardError: standardError(evidence, trial, metric) };
  }
  const mean = evidence.price(trial);
  return mean === undefined ? undefined : { metric: 'price', unit: config.currency, mean, standardError: 0 };
}

function constraintReport(evidence: Evidence, trial: Trial, constraint: Constraint): ConstraintReport {
  const { condition, metric, unit } = constraint;
  return {
    condition,
    metric,
    unit,
    value: evidence.mean(trial, metric),
    standardError: standardError(evidence, trial, metric),
    limit: evidence.limit(constraint),
    met: evidence.keeps(trial, constraint) === true,
  };
}

/** Absent where neither the measurement nor any repeat tells it. */
function standardError(evidence: Evidence, trial: Trial, metric: string): number | undefined {
  const samples = evidence.samples(trial, metric);
  const mean = evidence.mean(trial, metric);
  const noise = evidence.noise(metric);
  const isKnown = samples.every((each) => each.share !== undefined || noise.of(each, samples) !== undefined);
  return mean === undefined || !isKnown ? undefined : evidence.standardError(trial, metric);
}
