import { ConfigurationError } from '@servo/core';
import type { ConfigDocument } from '@servo/core/documents';

/**
 * Adds file, line and column to problems of the configuration that were found where only the key was known; returns
 * any other error as it is.
 */
export function located(thrown: unknown, { source, values }: ConfigDocument): unknown {
  if (!(thrown instanceof ConfigurationError)) return thrown;
  const problems = thrown.problems.map((problem) => {
    const path = problem.file === undefined ? pathOf(problem.path ?? '') : [];
    return path[0] !== undefined && path[0] in values ? source.problem(path, problem) : problem;
  });
  const { code, cause, hint, details } = thrown;
  return new ConfigurationError(problems, { code, cause, hint, details });
}

/** Keys and indexes of `optimizer.constraints[1]`; a key with dots in it stands in brackets as well. */
function pathOf(text: string): readonly (string | number)[] {
  return [...text.matchAll(/\[(?:(\d+)|([^\]]+))\]|[^.[\]]+/g)].map(([key, index, name]) =>
    index === undefined ? (name ?? key) : Number(index),
  );
}
