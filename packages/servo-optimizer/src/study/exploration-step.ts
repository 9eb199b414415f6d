import { BayesianSampler, type Sampler } from '@servo/search';
import { runningIsFeasible } from './clearness.js';
import type { Stop } from './conclusion.js';
import type { Evidence } from './evidence.js';
import { searchHistory } from './search-history.js';
import type { AttemptStep } from './study-step.js';

// When this many configurations in a row could not be measured, the next one will not be either.
const INCONCLUSIVE_IN_A_ROW = 3;

/** A configuration to try, or why no more are tried. */
export type Exploration = AttemptStep | ({ readonly do: 'stop' } & Stop);

/** Asks the search for the next configuration, as far as the budget goes. */
export async function explorationStep(evidence: Evidence, signal: AbortSignal): Promise<Exploration> {
  const stop = spent(evidence) ?? broken(evidence);
  if (stop) return { do: 'stop', ...stop };
  const { target } = evidence.definition;
  const unknown = evidence.tried.filter((trial) => evidence.judge(trial).verdict === 'inconclusive');
  const exclude = new Set(unknown.map(({ settings }) => target.lattice.key(target.point(settings))));
  const suggestion = await sampler(evidence).suggest(searchHistory(evidence), { signal, exclude });
  if (suggestion === undefined) return { do: 'stop', why: 'the search expects nothing better' };
  return {
    do: 'attempt',
    trial: evidence.tried.length + 1,
    cause: suggestion.cause,
    why: suggestion.reason,
    settings: target.settings(suggestion.point),
  };
}

function sampler({ definition, state }: Evidence): Sampler {
  const { target, objective, config, prices } = definition;
  const { running, fixed } = state.begun;
  const price = (point: Readonly<Record<string, number | string>>): number =>
    prices.price({ ...fixed, ...target.settings(point) });
  const priceCeiling = config.budget.price * prices.price({ ...fixed, ...running });
  const space = { lattice: target.lattice, running: target.point(running), seed: config.seed };
  if (objective.kind === 'price') return new BayesianSampler({ ...space, price, priceCeiling });
  const allowed = prices.empty ? {} : { allowed: (point: Parameters<typeof price>[0]) => price(point) <= priceCeiling };
  return new BayesianSampler({ ...space, ...allowed });
}

function spent(evidence: Evidence): Stop | undefined {
  const { trials, unsafe } = evidence.definition.config.budget;
  if (evidence.tried.length >= trials)
    return { why: trials === 1 ? 'the one trial is spent' : `all ${trials} trials are spent` };
  const count = unsafeTrials(evidence);
  if (count === 0 || count < unsafe) return undefined;
  return {
    why: `${count} ${count === 1 ? 'trial' : 'trials'} broke a constraint or failed, as many as the budget allows`,
  };
}

function broken(evidence: Evidence): Stop | undefined {
  const latest = evidence.tried.slice(-INCONCLUSIVE_IN_A_ROW).map((trial) => evidence.judge(trial));
  if (latest.length < INCONCLUSIVE_IN_A_ROW || latest.some(({ verdict }) => verdict !== 'inconclusive'))
    return undefined;
  const why = `${latest.length} configurations in a row could not be measured: ${latest.at(-1)?.reason}`;
  return { why, broken: true };
}

/** Trials that failed, and those that broke a constraint although something better was known. */
function unsafeTrials(evidence: Evidence): number {
  let safe = runningIsFeasible(evidence);
  let count = 0;
  for (const trial of evidence.tried) {
    const { verdict } = evidence.judge(trial);
    if (verdict === 'failed' || (verdict === 'violated' && safe)) count += 1;
    safe ||= verdict === 'met';
  }
  return count;
}
