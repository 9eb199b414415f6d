import type { Evidence } from './evidence.js';
import type { StudyStep } from './study-step.js';

// Measured once and then twice again.
const TRIES = 3;

/**
 * Another go at what brought nothing: at most two more where nothing was learned, and the same where the running
 * configuration, which is known to run, failed.
 */
export function repeatStep(evidence: Evidence): StudyStep | undefined {
  const { attempts } = evidence.state;
  const last = attempts.at(-1);
  if (last === undefined) return undefined;
  const isLost = (attempt: typeof last): boolean =>
    evidence.problem(attempt) !== undefined || (attempt.trial === 0 && attempt.outcome.kind === 'failed');
  const useful = attempts.findLastIndex((attempt) => attempt.trial !== last.trial || !isLost(attempt));
  const lost = attempts.length - 1 - useful;
  if (lost === 0 || lost >= TRIES) return undefined;
  const { trial, settings } = last;
  return { do: 'attempt', trial, settings, cause: 'repeat', why: 'measured again, as nothing was learned' };
}
