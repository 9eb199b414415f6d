import { baselineStep } from './baseline-step.js';
import { conclude } from './conclusion.js';
import { confirmationStep } from './confirmation-step.js';
import type { Evidence } from './evidence.js';
import { explorationStep } from './exploration-step.js';
import { repeatStep } from './repeat-step.js';
import type { StudyStep } from './study-step.js';

/**
 * Decides what a study does next, from what is known alone: the same evidence gives the same step, in this process or
 * after a restart. A candidate that breaks a limit when it is measured again may reopen the search.
 */
export async function nextStep(evidence: Evidence, signal: AbortSignal): Promise<StudyStep> {
  const known = repeatStep(evidence) ?? baselineStep(evidence);
  if (known) return known;
  const exploration = await explorationStep(evidence, signal);
  if (exploration.do === 'attempt') return exploration;
  const confirmation = confirmationStep(evidence);
  if (confirmation.do === 'attempt') return confirmation;
  return conclude(evidence, confirmation, exploration);
}
