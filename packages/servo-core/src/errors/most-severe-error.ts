import { AdjustmentFailedError } from './adjustment-failed-error.js';
import { AdjustmentRejectedError } from './adjustment-rejected-error.js';
import { EventAbortedError } from './event-aborted-error.js';
import { HandlerError } from './handler-error.js';
import { MeasurementFailedError } from './measurement-failed-error.js';
import { ServoError } from './servo-error.js';

const ranks: readonly [type: new (message: string) => ServoError, rank: number][] = [
  [EventAbortedError, 4],
  [AdjustmentRejectedError, 3],
  [AdjustmentFailedError, 2],
  [MeasurementFailedError, 1],
];

/** One of several simultaneous failures, and the rest. */
export interface MostSevere {
  readonly error: ServoError;
  readonly others: readonly ServoError[];
}

/**
 * Picks the failure to report from a (nested) group: an abort before a rejection, before a failed adjustment, before a
 * failed measurement, before anything else; the first of equals.
 */
export function mostSevereError(thrown: unknown): MostSevere {
  const errors = leaves(thrown).map((leaf) => ServoError.from(leaf));
  const error = errors.reduce((worst, next) => (rank(next) > rank(worst) ? next : worst));
  return { error, others: errors.filter((other) => other !== error) };
}

function leaves(thrown: unknown): readonly unknown[] {
  if (thrown instanceof AggregateError && thrown.errors.length > 0) return thrown.errors.flatMap(leaves);
  // a handler that sent an event itself: what counts is what failed there
  if (thrown instanceof HandlerError && thrown.cause instanceof AggregateError) return leaves(thrown.cause);
  return [thrown];
}

function rank(error: ServoError): number {
  return ranks.find(([type]) => error instanceof type)?.[1] ?? 0;
}
