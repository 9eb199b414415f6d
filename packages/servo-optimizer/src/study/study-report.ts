import type { StudyReport } from '@servo/core/wire';
import { saving } from './conclusion.js';
import type { Evidence, Trial } from './evidence.js';
import { trialReport } from './trial-report.js';

/** What a {@link studyReport} says besides the evidence. */
export interface StudyReportOptions {
  readonly study: string;
  readonly left: StudyReport['left'];
  readonly storedIn?: string | undefined;
}

/** Reports a concluded study. */
export function studyReport(evidence: Evidence, { study, left, storedIn }: StudyReportOptions): StudyReport {
  const { conclusion, promotionFailure } = evidence.state;
  const recommended = evidence.trials.find(({ number }) => number === conclusion?.recommended);
  const summary = conclusion?.summary ?? '';
  return {
    study,
    conclusion: conclusion?.conclusion ?? 'failed',
    summary: promotionFailure === undefined ? summary : `${summary}; it could not be promoted: ${promotionFailure}`,
    currency: evidence.definition.config.currency,
    running: trialReport(evidence, evidence.running ?? unmeasured(evidence)),
    recommended: recommended && trialReport(evidence, recommended),
    saving: recommended && saving(evidence, recommended),
    left,
    trials: evidence.trials.map((trial) => trialReport(evidence, trial)),
    storedIn,
  };
}

function unmeasured({ state }: Evidence): Trial {
  return {
    number: 0,
    cause: 'baseline',
    why: 'the running configuration',
    settings: state.begun.running,
    attempts: [],
  };
}
