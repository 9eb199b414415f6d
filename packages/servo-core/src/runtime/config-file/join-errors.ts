import { ConfigurationError } from '../../errors/configuration-error.js';
import { inOrder } from './problem-order.js';

/**
 * Makes one error of several, with their problems in order and the code that they have in common, if they do. What each
 * error says to do is said of its problems.
 */
export function joinErrors(errors: readonly ConfigurationError[]): ConfigurationError {
  const [first, ...others] = errors;
  if (first && others.length === 0) return first;
  const codes = new Set(errors.map(({ code }) => code));
  const [code = 'CONFIGURATION_INVALID'] = codes.size === 1 ? codes : [];
  const problems = errors.flatMap((error) =>
    error.problems.map((problem) => ({ ...problem, hint: problem.hint ?? error.hint })),
  );
  return new ConfigurationError(inOrder(problems), { code });
}
