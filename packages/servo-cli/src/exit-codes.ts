/** What the shell is told: done, something went wrong, what the user wrote is wrong, or nothing feasible was found. */
export const exitCodes = { done: 0, failed: 1, usage: 2, nothingFeasible: 3 } as const;
