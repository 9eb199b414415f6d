import type { Evidence } from './evidence.js';
import type { Attempt } from './study-state.js';
import type { StudyStep } from './study-step.js';

// Measured once and then twice again.
const TRIES = 3;

/** Whether a configuration that failed is not given up: the running one, and one that ran before. */
function mayRun(evidence: Evidence, { trial: number }: Attempt): boolean {
  const trial = evidence.trials.find((each) => each.number === number);
  return number === 0 || (trial !== undefined && evidence.judge(trial).verdict !== 'failed');
}

/**
 * Another go at what brought nothing: at most two more where nothing was learned, and the same where a configuration
 * failed that is known to run.
 */
export function repeatStep(evidence: Evidence): StudyStep | undefined {
  const { attempts } = evidence.state;
  const last = attempts.at(-1);
  if (last === undefined) return undefined;
  const isLost = (attempt: typeof last): boolean =>
    evidence.problem(attempt) !== undefined || (attempt.outcome.kind === 'failed' && mayRun(evidence, attempt));
  const useful = attempts.findLastIndex((attempt) => attempt.trial !== last.trial || !isLost(attempt));
  const lost = attempts.length - 1 - useful;
  if (lost === 0 || lost >= TRIES) return undefined;
  const { trial, settings } = last;
  return { do: 'attempt', trial, settings, cause: 'repeat', why: 'measured again, as nothing was learned' };
}
