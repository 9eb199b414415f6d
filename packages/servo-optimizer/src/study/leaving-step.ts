import type { Settings, StudyReport } from '@servo/core/wire';
import type { Evidence } from './evidence.js';
import type { Leaving } from './study-record.js';

/** What is left to do after the conclusion. */
export type LeavingStep =
  | { readonly do: 'leave'; readonly leaving: Leaving; readonly settings: Settings }
  | { readonly do: 'ask' }
  | { readonly do: 'finish'; readonly left: StudyReport['left'] };

/** What only the running process knows. */
export interface LeavingSituation {
  /** The settings that the target has for certain. */
  readonly inForce: Settings | undefined;
  /** Whether the servo was told that what is in force stays for good. */
  readonly promoted: boolean;
  /** Whether there is somebody to ask. */
  readonly canAsk: boolean;
}

/**
 * Decides in what state to leave the target. Who is asked is asked in peace: the running configuration is restored
 * first, so that nothing is at stake until the answer.
 */
export function leavingStep({ definition, state, trials }: Evidence, situation: LeavingSituation): LeavingStep {
  const { target, config } = definition;
  const { begun, attempts, conclusion, promotionFailure } = state;
  const best = trials.find(({ number }) => number === conclusion?.recommended)?.settings;
  const asks = best !== undefined && config.promote === 'ask' && situation.canAsk;
  const wanted = (config.promote === 'auto' && !conclusion?.unclear) || (asks && state.promote === true);
  const promoted = wanted && promotionFailure === undefined ? best : undefined;
  const settings = promoted ?? begun.running;
  const leaving = promoted ? 'promoted' : 'restored';
  if (!promoted && attempts.every((attempt) => target.same(attempt.settings, begun.running)))
    return { do: 'finish', left: 'unchanged' };
  const inForce = situation.inForce !== undefined && target.same(situation.inForce, settings);
  if (!inForce || (promoted && !situation.promoted)) return { do: 'leave', leaving, settings };
  return asks && state.promote === undefined ? { do: 'ask' } : { do: 'finish', left: leaving };
}
