import { ConfigurationError, EventError, maskSecrets, ServoError } from '@servo/core';
import { problemFacts } from './problem-facts.js';

/** An error for programs: what errors.md says under its code, and what is to be done; secrets in it are masked. */
export interface ErrorFacts {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
  /** The word that the optimizer is told, such as `start-failed`. */
  readonly reason?: string | undefined;
  /** What is wrong with the configuration, as `servo validate` tells it. */
  readonly problems?: readonly object[] | undefined;
}

/** Writes an error for programs; where there are several, the first, and beside it all of them. */
export function errorFacts(thrown: unknown): { readonly error: ErrorFacts; readonly errors?: readonly ErrorFacts[] } {
  const errors: readonly unknown[] = thrown instanceof AggregateError ? thrown.errors : [thrown];
  const [first = one(thrown), ...others] = errors.map(one);
  return { error: first, ...(others.length > 0 && { errors: [first, ...others] }) };
}

function one(thrown: unknown): ErrorFacts {
  const error = ServoError.from(thrown);
  const { code, message, hint } = error;
  const reason = error instanceof EventError ? error.reason : undefined;
  return {
    code,
    message: maskSecrets(message),
    ...(hint && { hint: maskSecrets(hint) }),
    ...(reason && { reason: maskSecrets(reason) }),
    ...(error instanceof ConfigurationError && { problems: error.problems.map(problemFacts) }),
  };
}
