import { type ConstraintOutcome, constraintOutcome } from '@servo/search';
import type { Share } from '../measuring/share.js';
import type { Constraint } from '../target/constraint.js';

// Relative to the value: vaguer, and the sampler would learn nothing from any single trial.
const VAGUEST = 0.7;
// Of the limit: where the share is that keeps it, however little was counted.
const BARELY_KEPT = 0.9;

/** A share over all measurements of a trial, and what one of them counted. */
export interface MeasuredShare {
  readonly mean: number;
  readonly share: Share;
  readonly limit: number;
}

/**
 * What a sampler is told of a share: it thinks in logarithms, so half a failure is added to what was counted, and of a
 * lower limit the share is taken that is missing. Little counted is a vague answer, never one on the other side of the
 * limit: the verdict of the trial stands.
 */
export function shareOutcome({ bound }: Pick<Constraint, 'bound'>, measured: MeasuredShare): ConstraintOutcome {
  const { count, whole } = measured.share;
  const fromAbove = (value: number): number => (bound === 'upper' ? value : whole - value);
  const [mean, limit] = [fromAbove(measured.mean), fromAbove(measured.limit)];
  if (limit <= 0) return { logRatio: mean <= limit ? -2 : 1.5, standardError: VAGUEST };
  const hits = (mean / whole) * count;
  const estimate = (whole * (hits + 0.5)) / (count + 1);
  const value = mean <= limit ? Math.min(estimate, Math.max(mean, BARELY_KEPT * limit)) : Math.max(mean, estimate);
  const standardError = value * Math.min(VAGUEST, 1 / Math.sqrt(hits + 0.5));
  return constraintOutcome({ value, limit, bound: 'upper', standardError });
}
