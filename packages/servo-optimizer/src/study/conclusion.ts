import { clearness, runningIsFeasible, score } from './clearness.js';
import { candidateTrials } from './confirmation-step.js';
import type { Evidence, Trial } from './evidence.js';
import type { ConcludeStep } from './study-step.js';

/** Why no more configurations are tried. */
export interface Stop {
  readonly why: string;
  /** Measuring itself no longer works, which says nothing about the configurations. */
  readonly broken?: boolean | undefined;
}

/** What a study came to, with the reason in one sentence. */
export function conclude(evidence: Evidence, recommended: Trial | undefined, stop: Stop): ConcludeStep {
  if (recommended)
    return {
      do: 'conclude',
      conclusion: 'improved',
      summary: improvement(evidence, recommended),
      recommended: recommended.number,
    };
  if (stop.broken) return { do: 'conclude', conclusion: 'failed', summary: `Measuring stopped working: ${stop.why}` };
  const tried = `${evidence.tried.length} ${evidence.tried.length === 1 ? 'configuration' : 'configurations'}`;
  const [unclear] = candidateTrials(evidence);
  if (runningIsFeasible(evidence) && unclear)
    return {
      do: 'conclude',
      conclusion: 'present-is-best',
      summary: `Of ${tried} none is surely better than the running one: ${doubt(evidence, unclear)}; ${stop.why}`,
    };
  if (runningIsFeasible(evidence))
    return {
      do: 'conclude',
      conclusion: 'present-is-best',
      summary: `Of ${tried} none was better than the running one and kept every constraint; ${stop.why}`,
    };
  return {
    do: 'conclude',
    conclusion: 'nothing-feasible',
    summary: `Neither the running configuration nor any of ${tried} kept every constraint; ${stop.why}`,
  };
}

/** What is not sure of a trial that seems better. */
function doubt(evidence: Evidence, trial: Trial): string {
  const times = evidence.measured(trial).length;
  const measurements = `${times} ${times === 1 ? 'measurement' : 'measurements'}`;
  const [closest] = evidence.definition.constraints
    .map(({ condition, ...constraint }) => ({
      condition,
      kept: clearness(evidence, trial, { condition, ...constraint }),
    }))
    .toSorted((a, b) => a.kept - b.kept);
  const what = closest ? ` and to keep ${closest.condition}` : '';
  return `trial ${trial.number} seemed so${what}, but ${measurements} are too few to be sure; measure for longer`;
}

function improvement(evidence: Evidence, trial: Trial): string {
  const share = saving(evidence, trial);
  const kept = evidence.definition.constraints.length > 0 ? ' and keeps every constraint' : '';
  const name = `Trial ${trial.number}`;
  if (!runningIsFeasible(evidence)) return `${name} keeps every constraint, which the running configuration does not`;
  const { objective } = evidence.definition;
  const what = objective.kind === 'price' ? 'costs' : `has ${objective.metric}`;
  const direction = objective.kind === 'metric' && objective.direction === 'maximize' ? 'more' : 'less';
  return `${name} ${what} ${percent(share ?? 0)} ${direction}${kept}`;
}

/** By what fraction of the running configuration's objective a trial is better; `undefined` when it is not. */
export function saving(evidence: Evidence, trial: Trial): number | undefined {
  const [value, present] = [score(evidence, trial), evidence.running && score(evidence, evidence.running)];
  if (value === undefined || present === undefined || present === 0 || value >= present) return undefined;
  return (present - value) / Math.abs(present);
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}
