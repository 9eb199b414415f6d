import { AdjustmentFailedError, ServoError } from '@servo/core';

/** Makes the error of something that failed, and then could not be brought back, either. */
export function takeBackFailed(
  { name, hint }: { readonly name: string; readonly hint: string },
  error: unknown,
  cause: unknown,
): AdjustmentFailedError {
  const [first, second] = [ServoError.from(error), ServoError.from(cause)];
  const message = `${first.message}; and ${name} could not be brought back: ${second.message}`;
  return new AdjustmentFailedError(message, {
    cause: new AggregateError([error, cause], message),
    reason: 'rollback-failed',
    hint,
  });
}

/** Whether something is in force that was to be taken back. */
export function isTakeBackFailed(error: unknown): boolean {
  return error instanceof AdjustmentFailedError && error.reason === 'rollback-failed';
}
