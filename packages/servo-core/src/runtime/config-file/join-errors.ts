import { ConfigurationError } from '../../errors/configuration-error.js';
import { inOrder } from './problem-order.js';

/** Makes one error of several, with their problems in order and the code that they have in common, if they do. */
export function joinErrors(errors: readonly ConfigurationError[]): ConfigurationError {
  const [first, ...others] = errors;
  if (first && others.length === 0) return first;
  const codes = new Set(errors.map(({ code }) => code));
  const [code = 'CONFIGURATION_INVALID'] = codes.size === 1 ? codes : [];
  return new ConfigurationError(inOrder(errors.flatMap(({ problems }) => problems)), { code });
}
