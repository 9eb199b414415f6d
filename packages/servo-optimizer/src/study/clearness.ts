import { shareErrorAt } from '../measuring/share.js';
import type { Constraint } from '../target/constraint.js';
import type { Evidence, Trial } from './evidence.js';

// Even many points do not make a mean exact.
const LEAST_ERROR = 0.001;

/**
 * How clearly a trial keeps a constraint: the distance of its mean from the limit, in standard errors, on a logarithmic
 * scale, or on a linear one where there may be nothing. Positive inside the limit, negative beyond it. A limit of nothing
 * is kept by nothing, as no number of measurements could show it.
 */
export function clearness(evidence: Evidence, trial: Trial, constraint: Constraint): number {
  const [value, limit] = [evidence.mean(trial, constraint.metric), evidence.limit(constraint)];
  if (value === undefined || limit === undefined) return Number.NEGATIVE_INFINITY;
  const sign = constraint.bound === 'upper' ? 1 : -1;
  const isShare = evidence.samples(trial, constraint.metric).some(({ share }) => share !== undefined);
  if (value <= 0 || limit <= 0 || isShare) {
    const error = linearError(evidence, trial, constraint);
    if (limit <= 0 || error === 0) return evidence.keeps(trial, constraint) ? Infinity : Number.NEGATIVE_INFINITY;
    return (sign * (limit - value)) / Math.max(error, LEAST_ERROR * limit);
  }
  const distance = sign * Math.log(limit / value);
  const baseline = constraint.ofBaseline && evidence.running;
  const ofLimit = baseline ? evidence.relativeError(baseline, constraint.metric) : 0;
  return distance / Math.hypot(evidence.relativeError(trial, constraint.metric), ofLimit, LEAST_ERROR);
}

/** A share is held against what it would scatter if it were on the limit: by its own, few failures would seem too sure, or not at all. */
function linearError(evidence: Evidence, trial: Trial, constraint: Constraint): number {
  const { metric, limit, ofBaseline } = constraint;
  const ofLimit = ofBaseline && evidence.running ? limit * evidence.standardError(evidence.running, metric) : 0;
  const onLimit = shareErrorAt(evidence.samples(trial, metric), evidence.limit(constraint) ?? 0);
  if (onLimit === undefined) return Math.hypot(evidence.standardError(trial, metric), ofLimit);
  return Math.hypot(Math.max(evidence.scatter(trial, metric), onLimit), ofLimit);
}

/** How clearly a trial is better than the running configuration, in standard errors; a price is exact. */
export function advantage(evidence: Evidence, trial: Trial): number {
  const { running, definition } = evidence;
  const [value, present] = [score(evidence, trial), running && score(evidence, running)];
  if (value === undefined || present === undefined || running === undefined) return Number.NEGATIVE_INFINITY;
  if (definition.objective.kind === 'price') return value < present ? Infinity : Number.NEGATIVE_INFINITY;
  const { metric } = definition.objective;
  const error = Math.hypot(evidence.relativeError(trial, metric), evidence.relativeError(running, metric), LEAST_ERROR);
  return (present - value) / Math.abs(present || value || 1) / error;
}

/** How clear it is, all taken together, that a trial keeps every constraint and is better than what is running. */
export function confidence(evidence: Evidence, trial: Trial): number {
  const kept = evidence.definition.constraints.map((constraint) => clearness(evidence, trial, constraint));
  return Math.min(...kept, ...(runningIsFeasible(evidence) ? [advantage(evidence, trial)] : []));
}

/** What is least clear of a trial: that it keeps a limit, or that it is better than what is running. */
export function leastClear(evidence: Evidence, trial: Trial): string {
  const limits = evidence.definition.constraints.map(
    (each) => [each.condition, clearness(evidence, trial, each)] as const,
  );
  const better = runningIsFeasible(evidence) ? [['the gain', advantage(evidence, trial)] as const] : [];
  const [least] = [...limits, ...better].toSorted(([, a], [, b]) => a - b);
  return least?.[0] ?? 'the gain';
}

/** Whether the running configuration keeps every constraint; where it does not, whatever does is better. */
export function runningIsFeasible(evidence: Evidence): boolean {
  return evidence.running !== undefined && evidence.judge(evidence.running).verdict === 'met';
}

/** The objective as a number to minimise. */
export function score(evidence: Evidence, trial: Trial): number | undefined {
  const { objective } = evidence.definition;
  if (objective.kind === 'price') return evidence.price(trial);
  const mean = evidence.mean(trial, objective.metric);
  return mean !== undefined && objective.direction === 'maximize' ? -mean : mean;
}
