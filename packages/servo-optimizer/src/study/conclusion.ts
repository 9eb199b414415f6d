import { leastClear, runningIsFeasible, score } from './clearness.js';
import { candidateTrials, type Recommendation } from './confirmation-step.js';
import type { Evidence, Trial } from './evidence.js';
import type { ConcludeStep } from './study-step.js';

/** Why no more configurations are tried. */
export interface Stop {
  readonly why: string;
  /** Measuring itself no longer works, which says nothing about the configurations. */
  readonly broken?: boolean | undefined;
}

/** What a study came to, with the reason in one sentence. */
export function conclude(evidence: Evidence, { trial, clear = false }: Recommendation, stop: Stop): ConcludeStep {
  if (trial) {
    const summary = clear ? improvement(evidence, trial) : unclearImprovement(evidence, trial);
    const recommended = trial.number;
    return { do: 'conclude', conclusion: 'improved', summary, recommended, ...(!clear && { unclear: true }) };
  }
  if (stop.broken) return { do: 'conclude', conclusion: 'failed', summary: `Measuring stopped working: ${stop.why}` };
  const feasible = runningIsFeasible(evidence);
  const conclusion = feasible ? 'present-is-best' : 'nothing-feasible';
  return { do: 'conclude', conclusion, summary: `${nothing(evidence, feasible)}; ${stop.why}` };
}

function nothing(evidence: Evidence, feasible: boolean): string {
  const tried = count(evidence.tried.length, 'configuration');
  const [candidate] = candidateTrials(evidence);
  if (candidate) {
    const surely = feasible ? 'is surely better than the running one' : 'surely keeps every constraint';
    return `Of ${tried} none ${surely}: trial ${candidate.number} seemed so, but too little was measured to be sure of ${leastClear(evidence, candidate)}; measure for longer`;
  }
  if (feasible) return `Of ${tried} none was better than the running one and kept every constraint`;
  return `Neither the running configuration nor any of ${tried} kept every constraint`;
}

function improvement(evidence: Evidence, trial: Trial): string {
  if (!runningIsFeasible(evidence))
    return `Trial ${trial.number} keeps every constraint, which the running configuration does not`;
  const kept = evidence.definition.constraints.length > 0 ? ' and keeps every constraint' : '';
  return `Trial ${trial.number} ${gain(evidence, trial)}${kept}`;
}

/** Such a recommendation is a person's to take. */
function unclearImprovement(evidence: Evidence, trial: Trial): string {
  const { constraints, config } = evidence.definition;
  const better = runningIsFeasible(evidence) ? [gain(evidence, trial)] : [];
  const kept = constraints.length > 0 ? ['kept every constraint'] : [];
  const what = [...better, ...kept].join(' and ');
  const times = count(evidence.measured(trial).length, 'measurement');
  const stays = config.promote === 'auto' ? ', and it is not promoted by itself' : '';
  return `Trial ${trial.number} ${what} in ${times}, not clearly: ${leastClear(evidence, trial)} is in doubt${stays}; measure for longer to be sure`;
}

function gain(evidence: Evidence, trial: Trial): string {
  const { objective } = evidence.definition;
  const what = objective.kind === 'price' ? 'costs' : `has ${objective.metric}`;
  const direction = objective.kind === 'metric' && objective.direction === 'maximize' ? 'more' : 'less';
  return `${what} ${percent(saving(evidence, trial) ?? 0)} ${direction}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
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
