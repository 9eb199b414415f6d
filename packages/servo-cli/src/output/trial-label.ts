import type { TrialCause } from '@servo/core/wire';

/** Which measuring of a study is meant. */
export interface TrialLabelOptions {
  readonly number: number;
  /** How many trials there are at most. */
  readonly of: number;
  readonly cause: TrialCause;
}

/** Names a measuring of a study for people: `baseline`, `trial 3 of 8`, `trial 3, confirming`. */
export function trialLabel({ number, of, cause }: TrialLabelOptions): string {
  if (number === 0) return cause === 'repeat' ? 'baseline again' : 'baseline';
  if (cause === 'confirm') return `trial ${number}, confirming`;
  return cause === 'repeat' ? `trial ${number} again` : `trial ${number} of ${of}`;
}
