import type { WorkloadProblem } from './workload-problem.js';

/** A name at a place of the configuration, and what is said of it. */
export interface Named {
  readonly path: readonly (string | number)[];
  readonly name: string;
  readonly text: string;
}

/** Finds names that stand there a second time. */
export function twice(all: readonly Named[]): readonly WorkloadProblem[] {
  return all
    .filter(({ name }, index) => all.findIndex((other) => other.name === name) < index)
    .map(({ path, text }) => ({ path, message: `${text} stands twice` }));
}
