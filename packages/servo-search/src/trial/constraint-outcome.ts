import { SearchError } from '../search-error.js';
import type { ConstraintOutcome } from './trial.js';

/** A measured value and the limit it is held against, both in the same unit. */
export interface ConstraintMeasurement {
  readonly value: number;
  readonly limit: number;
  /** `upper`: the value may not exceed the limit; `lower`: it may not fall below. */
  readonly bound: 'upper' | 'lower';
  /** Standard error of `value`. */
  readonly standardError?: number;
}

// A rate of zero has no logarithm. A hundredth of the limit is as far from the limit as any model cares to know.
const FLOOR = 0.01;

/**
 * Turns a measured value into the logarithm a sampler is told.
 *
 * Values below a hundredth of the limit, zero included, count as a hundredth of it.
 *
 * @example
 * constraintOutcome({ value: 180, limit: 150, bound: 'upper', standardError: 9 });
 * // { logRatio: 0.182, standardError: 0.05 }
 * @throws {@link SearchError} `SEARCH_OPTION_INVALID` when the value or the limit is no usable number.
 */
export function constraintOutcome(measurement: ConstraintMeasurement): ConstraintOutcome {
  const { value, limit, bound, standardError } = measurement;
  if (!(value >= 0 && limit > 0 && Number.isFinite(value) && Number.isFinite(limit))) {
    throw new SearchError(
      'SEARCH_OPTION_INVALID',
      `Expected a value of zero or more and a positive limit, got value ${value}, limit ${limit}. Leave a trial without data out of the history.`,
    );
  }
  const floored = Math.max(value, FLOOR * limit);
  const logRatio = Math.log(floored / limit) * (bound === 'upper' ? 1 : -1);
  return standardError === undefined ? { logRatio } : { logRatio, standardError: standardError / floored };
}
