import { ServoError } from '../errors/servo-error.js';
import type { Check } from '../model/check.js';
import { CheckError } from './check-error.js';

/** What became of a probe. Internal: not covered by semver. */
export type CheckOutcome = Pick<Check, 'success' | 'message' | 'hint' | 'remedy' | 'error'>;

/** Reads what a check answered; an answer of another form is a failure. Internal: not covered by semver. */
export function outcomeOfAnswer(answer: unknown): CheckOutcome {
  if (answer === undefined || answer === null) return { success: true };
  if (typeof answer === 'boolean') return { success: answer };
  if (typeof answer === 'string') return { success: true, message: answer };
  if (isPair(answer)) return { success: answer[0], message: answer[1] };
  return outcomeOfError(
    new ServoError(
      'CHECK_INVALID',
      `Expected a check to answer nothing, a boolean, a text, or both; got ${form(answer)}`,
      {
        hint: 'Return true or false, a message, or [success, message].',
      },
    ),
  );
}

/** Reads what a check threw. Internal: not covered by semver. */
export function outcomeOfError(thrown: unknown): CheckOutcome {
  const error = thrown instanceof Error ? thrown : new ServoError('UNEXPECTED', String(thrown), { cause: thrown });
  const { hint } = ServoError.from(error);
  return {
    success: false,
    message: describe(error),
    ...(hint && { hint }),
    ...(error instanceof CheckError && error.remedy && { remedy: error.remedy }),
    error,
  };
}

/** Errors that are raised on purpose speak for themselves; others are named, with the failure underneath. */
function describe(error: Error): string {
  const { message, name, cause } = error;
  if (error instanceof ServoError || name === 'AssertionError') return message;
  return `${name}: ${message}${cause instanceof Error && cause.message ? ` (${cause.message})` : ''}`;
}

function isPair(answer: unknown): answer is readonly [boolean, string] {
  if (!Array.isArray(answer)) return false;
  return answer.length === 2 && typeof answer[0] === 'boolean' && typeof answer[1] === 'string';
}

function form(answer: unknown): string {
  if (Array.isArray(answer)) return `[${answer.map(form).join(', ')}]`;
  return typeof answer === 'object' && answer !== null ? (answer.constructor?.name ?? 'object') : typeof answer;
}
