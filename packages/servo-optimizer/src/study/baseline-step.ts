import { clearness } from './clearness.js';
import type { Evidence, Trial } from './evidence.js';
import type { StudyStep } from './study-step.js';

/** How often the running configuration is measured at most, to learn how much measurements differ. */
export const BASELINE_MEASUREMENTS = 3;
// A limit is far away when the value would have to double, or lies this many standard errors from it.
const FAR_RATIO = Math.LN2;
const FAR_ERRORS = 4;

/** The next measuring of the running configuration; `undefined` when enough is known about it. */
export function baselineStep(evidence: Evidence): StudyStep | undefined {
  const { running, state } = evidence;
  const attempt = { do: 'attempt', trial: 0, settings: state.begun.running } as const;
  if (running === undefined)
    return { ...attempt, cause: 'baseline', why: 'the running configuration, which all others are compared with' };
  const { verdict, reason } = evidence.judge(running);
  if (verdict === 'failed' || verdict === 'inconclusive')
    return {
      do: 'conclude',
      conclusion: 'failed',
      summary: `The running configuration could not be measured: ${reason}`,
    };
  if (isEnough(evidence, running)) return undefined;
  return { ...attempt, cause: 'repeat', why: 'measured again, to learn how much measurements differ' };
}

function isEnough(evidence: Evidence, running: Trial): boolean {
  const count = evidence.measured(running).length;
  if (count >= BASELINE_MEASUREMENTS || running.attempts.at(-1)?.outcome.kind !== 'measured') return true;
  return evidence.definition.decisive.every(
    (metric) => hasErrors(evidence, running, metric) || isFarFromLimits(evidence, running, metric),
  );
}

function hasErrors(evidence: Evidence, running: Trial, metric: string): boolean {
  return evidence.samples(running, metric).every(({ standardError }) => standardError !== undefined);
}

/** Whether how much a metric differs cannot matter to the judgement of the running configuration. */
function isFarFromLimits(evidence: Evidence, running: Trial, metric: string): boolean {
  const { constraints, objective } = evidence.definition;
  if (objective.kind === 'metric' && objective.metric === metric) return false;
  return constraints
    .filter((constraint) => constraint.metric === metric)
    .every((constraint) => {
      const [value, limit] = [evidence.mean(running, metric), evidence.limit(constraint)];
      if (constraint.ofBaseline || value === undefined || limit === undefined) return false;
      const samples = evidence.samples(running, metric);
      if (samples.length > 1 || samples.some(({ share }) => share !== undefined))
        return Math.abs(clearness(evidence, running, constraint)) >= FAR_ERRORS;
      return value <= 0 || limit <= 0 || Math.abs(Math.log(limit / value)) >= FAR_RATIO;
    });
}
