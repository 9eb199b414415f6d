import { confidence, runningIsFeasible, score } from './clearness.js';
import type { Evidence, Trial } from './evidence.js';
import type { AttemptStep } from './study-step.js';

/** How many measurements a study spends at most on making sure of what it recommends. */
export const CONFIRMATIONS = 4;
// One-sided 97.5 %: the candidate was picked because it looked good, so 95 % would be too little.
const CLEAR = 2;
// One-sided 90 %: what is worth a recommendation that says so, where no measurement is left.
const CLEAR_ENOUGH = 1.3;

/** What to recommend, perhaps nothing. */
export interface Recommendation {
  readonly do: 'recommend';
  readonly trial?: Trial | undefined;
  /** Whether it is clear that the trial keeps every limit and is better than what is running. */
  readonly clear?: boolean | undefined;
}

/** A candidate to measure again, or what to recommend. */
export type Confirmation = AttemptStep | Recommendation;

/**
 * Makes sure of the best configuration before it is recommended; what turns out to break a limit, or cannot become clear
 * in the measurements that are left, gives way to the next. Nothing is recommended that was measured once.
 */
export function confirmationStep(evidence: Evidence): Confirmation {
  const candidates = candidateTrials(evidence);
  const left = CONFIRMATIONS - evidence.state.attempts.filter(({ cause }) => cause === 'confirm').length;
  for (const goal of [CLEAR, CLEAR_ENOUGH])
    for (const trial of candidates) {
      const clear = isRepeated(evidence, trial) && confidence(evidence, trial) >= CLEAR;
      if (clear) return { do: 'recommend', trial, clear };
      if (reach(evidence, trial, left) < goal) continue;
      if (left > 0) return again(trial);
      if (isRepeated(evidence, trial)) return { do: 'recommend', trial, clear };
    }
  return runningIsFeasible(evidence) ? { do: 'recommend' } : surest(evidence, left);
}

/** Where the running configuration breaks a limit, the surest of those that seem not to is worth having. */
function surest(evidence: Evidence, left: number): Confirmation {
  const candidates = candidateTrials(evidence).toSorted((a, b) => confidence(evidence, b) - confidence(evidence, a));
  const [first] = candidates;
  if (first && !isRepeated(evidence, first) && left > 0) return again(first);
  return { do: 'recommend', trial: candidates.find((trial) => isRepeated(evidence, trial)), clear: false };
}

/** How clear a trial would be if all measurements that are left were spent on it and told the same. */
function reach(evidence: Evidence, trial: Trial, left: number): number {
  return confidence(evidence, trial) * Math.sqrt(1 + left / evidence.measured(trial).length);
}

/** What keeps every limit, by all that was measured, and is better than what is running, the best first. */
export function candidateTrials(evidence: Evidence): readonly Trial[] {
  return evidence.tried
    .filter((trial) => evidence.judge(trial).verdict === 'met' && !isLost(evidence, trial))
    .filter((trial) => confidence(evidence, trial) > 0)
    .toSorted((a, b) => (score(evidence, a) ?? Infinity) - (score(evidence, b) ?? Infinity));
}

function isRepeated(evidence: Evidence, trial: Trial): boolean {
  return evidence.measured(trial).length > 1;
}

/** Whether the last attempt brought nothing, after it was made again and again. */
function isLost(evidence: Evidence, trial: Trial): boolean {
  return trial.attempts.at(-1) !== evidence.measured(trial).at(-1);
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
