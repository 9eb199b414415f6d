import type { Settings, StudyReport, TrialCause } from '@servo/core/wire';
import type { AttemptOutcome } from '../measuring/attempt-outcome.js';
import type { AttemptBegun, StudyBegun, StudyConcluded, StudyRecord } from './study-record.js';

/** A configuration that was applied and measured once, or could not be. */
export interface Attempt {
  readonly trial: number;
  readonly cause: TrialCause;
  readonly why: string;
  readonly settings: Settings;
  readonly outcome: AttemptOutcome;
  readonly finishedAt: number;
}

/** An attempt without an end yet. */
export interface CurrentAttempt extends AttemptBegun {
  /** How often it was begun before and nobody knows what became of it: the servo died. */
  readonly lost: number;
  /** Whether the servo left it in good order. */
  readonly suspended: boolean;
}

/** Where a study stands: what its records add up to. Plain data, so that it can be stored as a snapshot. */
export interface StudyState {
  readonly begun: StudyBegun;
  readonly attempts: readonly Attempt[];
  /** Begun and not finished. */
  readonly current?: CurrentAttempt | undefined;
  readonly conclusion?: StudyConcluded | undefined;
  /** The answer to the question whether to promote. */
  readonly promote?: boolean | undefined;
  /** Why promoting did not work. */
  readonly promotionFailure?: string | undefined;
  /** The end. */
  readonly report?: StudyReport | undefined;
}

/** Adds one record to a study; the first record makes the state. */
export function evolve(state: StudyState | undefined, record: StudyRecord): StudyState {
  if (record.type === 'study-begun') return { begun: record, attempts: [] };
  if (state === undefined) throw new TypeError(`Expected a study to begin with "study-begun", got "${record.type}"`);
  switch (record.type) {
    case 'attempt-begun':
      return { ...state, current: { ...record, lost: timesLost(state.current, record), suspended: false } };
    case 'attempt-suspended':
      return state.current ? { ...state, current: { ...state.current, suspended: true } } : state;
    case 'attempt-finished':
      return { ...state, attempts: [...state.attempts, ...finished(state, record)], current: undefined };
    case 'study-concluded':
      return { ...state, conclusion: record };
    case 'leaving-failed':
      return record.leaving === 'promoted' ? { ...state, promotionFailure: record.reason } : state;
    case 'promotion-answered':
      return { ...state, promote: record.promote };
    case 'study-finished':
      return { ...state, report: record.report };
    case 'attempt-adjusted':
    case 'leaving-begun':
    case 'leaving-done':
      return state; // what the target has is never assumed after a restart: it is adjusted again
  }
}

function timesLost(before: CurrentAttempt | undefined, { trial }: AttemptBegun): number {
  if (before?.trial !== trial) return 0;
  return before.lost + (before.suspended ? 0 : 1);
}

function finished({ current }: StudyState, record: StudyRecord & { type: 'attempt-finished' }): readonly Attempt[] {
  if (current === undefined) return [];
  const { trial, cause, why, settings } = current;
  return [{ trial, cause, why, settings, outcome: record.outcome, finishedAt: record.at }];
}
