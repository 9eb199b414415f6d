import type { ConfigurationProblem } from '../../errors/configuration-error.js';

/** Orders problems as their places stand in the file, those of the environment first. */
export function inOrder(problems: readonly ConfigurationProblem[]): readonly ConfigurationProblem[] {
  return problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}
