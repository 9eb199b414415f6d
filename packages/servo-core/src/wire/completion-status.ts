import { AdjustmentRejectedError } from '../errors/adjustment-rejected-error.js';
import { EventAbortedError } from '../errors/event-aborted-error.js';
import { EventCancelledError } from '../errors/event-cancelled-error.js';
import { EventError } from '../errors/event-error.js';
import { mostSevereError } from '../errors/most-severe-error.js';
import type { ServoError } from '../errors/servo-error.js';
import type { WireCompletion } from './completion.js';
import type { CompletionStatus } from './status.js';

const statuses: readonly [type: new (message: string) => ServoError, status: CompletionStatus][] = [
  [AdjustmentRejectedError, 'rejected'],
  [EventAbortedError, 'aborted'],
  [EventCancelledError, 'cancelled'],
];

/** What a completion says of a failure. */
export type FailureStatus = Pick<WireCompletion, 'status' | 'message' | 'reason' | 'other_messages'>;

/**
 * Says how a command ends that failed: the most severe of the failures decides, the messages of the others go along.
 * The reason is that of an {@link EventError}, and the code in lower case for a failure that nobody foresaw.
 *
 * @example
 * completionStatusOf(new AdjustmentRejectedError('no', { reason: 'start-failed' }));
 * // { status: 'rejected', message: 'no', reason: 'start-failed' }
 */
export function completionStatusOf(thrown: unknown): FailureStatus {
  const { error, others } = mostSevereError(thrown);
  return {
    status: statuses.find(([type]) => error instanceof type)?.[1] ?? 'failed',
    message: error.message,
    reason: error instanceof EventError ? (error.reason ?? null) : error.code.toLowerCase().replaceAll('_', '-'),
    ...(others.length > 0 && { other_messages: others.map(({ message }) => message) }),
  };
}
