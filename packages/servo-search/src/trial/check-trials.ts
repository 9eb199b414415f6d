import { SearchError } from '../search-error.js';
import type { MeasuredTrial, Trial } from './trial.js';

/** What a trial must tell. */
export interface CheckTrialsOptions {
  /** Whether each measured trial needs an objective. */
  readonly objective: boolean;
}

/** Refuses trials that no model can learn from: one missing number would quietly spoil every later suggestion. */
export function checkTrials(history: readonly Trial[], options: CheckTrialsOptions): void {
  for (const [index, trial] of history.entries()) {
    const problem = trial.failed ? undefined : defect(trial, options);
    if (problem !== undefined) {
      throw new SearchError(
        'SEARCH_TRIAL_INVALID',
        `Trial ${index}: expected ${problem}. Leave inconclusive trials out of the history.`,
      );
    }
  }
}

function defect({ constraints, objective }: MeasuredTrial, options: CheckTrialsOptions): string | undefined {
  for (const [name, { logRatio, standardError = 0 }] of Object.entries(constraints)) {
    if (Number.isNaN(logRatio)) return `a number for the logRatio of "${name}", got NaN`;
    if (!(standardError >= 0)) return `a standardError of "${name}" of zero or more, got ${standardError}`;
  }
  if (options.objective && objective === undefined) return 'an objective, as there is no price';
  return objective !== undefined && !Number.isFinite(objective.value)
    ? `a finite objective, got ${objective.value}`
    : undefined;
}
