import { ConfigurationError, maskSecrets, ServoError } from '@servo/core';
import type { Paint } from './paint.js';

/** Writes an error for a person: code, what was expected and what came, and what to do; secrets in it are masked. */
export function errorText(thrown: unknown, paint: Paint): string {
  const errors = thrown instanceof AggregateError ? thrown.errors : [thrown];
  return maskSecrets(errors.map((each) => one(ServoError.from(each), paint)).join('\n'));
}

function one(error: ServoError, paint: Paint): string {
  const title = paint('red', `error[${error.code}]`);
  const separator = error instanceof ConfigurationError && error.problems.length > 1 ? '\n' : ' ';
  const hint = error.hint ? `\n  ${error.hint}` : '';
  return `${title}:${separator}${error.message}${hint}`;
}
