import { confidence, runningIsFeasible, score } from './clearness.js';
import type { Evidence, Trial } from './evidence.js';
import type { AttemptStep } from './study-step.js';

/** How many measurements a study spends at most on making sure of what it recommends. */
export const CONFIRMATIONS = 4;
// One-sided 97.5 %: the candidate was picked because it looked good, so 95 % would be too little.
const CLEAR = 2;
// What counts as clear enough where no measurement is left. One measurement never does.
const CLEAR_ENOUGH = 1;

/** A candidate to measure again, or what to recommend: perhaps nothing. */
export type Confirmation = AttemptStep | { readonly do: 'recommend'; readonly trial: Trial | undefined };

/** Makes sure of the best configuration before it is recommended; what turns out to break a limit gives way to the next. */
export function confirmationStep(evidence: Evidence): Confirmation {
  const candidates = candidateTrials(evidence);
  const used = evidence.state.attempts.filter(({ cause }) => cause === 'confirm').length;
  for (const trial of candidates) {
    const sure = confidence(evidence, trial);
    const repeated = evidence.measured(trial).length > 1;
    if (repeated && sure >= CLEAR) return { do: 'recommend', trial };
    if (used < CONFIRMATIONS) return again(trial);
    if (repeated && sure >= CLEAR_ENOUGH) return { do: 'recommend', trial };
  }
  if (runningIsFeasible(evidence)) return { do: 'recommend', trial: undefined };
  // Where the running configuration breaks a limit, the surest of those that seem not to is worth having, and one more
  // measurement.
  const [surest] = candidates.toSorted((a, b) => confidence(evidence, b) - confidence(evidence, a));
  if (surest && evidence.measured(surest).length < 2) return again(surest);
  return { do: 'recommend', trial: surest };
}

/** What keeps every limit, by all that was measured, and is better than what is running, the best first. */
export function candidateTrials(evidence: Evidence): readonly Trial[] {
  return evidence.tried
    .filter((trial) => evidence.judge(trial).verdict === 'met' && !isLost(evidence, trial))
    .filter((trial) => confidence(evidence, trial) > 0)
    .toSorted((a, b) => (score(evidence, a) ?? Infinity) - (score(evidence, b) ?? Infinity));
}

/** Whether the last attempt brought nothing, after it was made again and again. */
function isLost(evidence: Evidence, { attempts }: Trial): boolean {
  const last = attempts.at(-1);
  return last === undefined || evidence.problem(last) !== undefined;
}

function again({ number, settings }: Trial): AttemptStep {
  return {
    do: 'attempt',
    trial: number,
    cause: 'confirm',
    why: 'the best so far, measured again before it is recommended',
    settings,
  };
}
