import { type ConfigurationProblem, maskSecrets } from '@servo/core';

/** A problem of the configuration for programs: where it is, what is wrong, and what to do. */
export function problemFacts(problem: ConfigurationProblem): object {
  const { file, line, column, path, message, expected, found, hint, connector } = problem;
  const facts = { file, line, column, path, message, expected, found, hint, connector };
  return Object.fromEntries(
    Object.entries(facts)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, typeof value === 'string' ? maskSecrets(value) : value]),
  );
}
