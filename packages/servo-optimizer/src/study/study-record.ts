import type { Settings, StudyConclusion, StudyReport, TrialCause, WireReadings } from '@servo/core/wire';
import type { AttemptOutcome } from '../measuring/attempt-outcome.js';
import type { StudyIdentity } from './study-identity.js';

/** A study begins: what it is about, and the configuration that was running then. */
export interface StudyBegun {
  readonly type: 'study-begun';
  readonly servo: string;
  readonly identity: StudyIdentity;
  /** The settings to go back to. */
  readonly running: Settings;
  /** What the other settings were, for the price. */
  readonly fixed: Settings;
  /** For how long is measured, in words. */
  readonly measuring?: string | undefined;
  readonly at: number;
}

/** A configuration is going to be applied and measured. */
export interface AttemptBegun {
  readonly type: 'attempt-begun';
  readonly trial: number;
  readonly cause: TrialCause;
  readonly why: string;
  readonly settings: Settings;
  readonly at: number;
}

/** It has been measured, or could not be. */
export interface AttemptFinished {
  readonly type: 'attempt-finished';
  readonly outcome: AttemptOutcome;
  /** The evidence as it came, kept for the history. */
  readonly readings?: WireReadings | undefined;
  readonly at: number;
}

/** What the study came to; nothing is measured from here on. */
export interface StudyConcluded {
  readonly type: 'study-concluded';
  readonly conclusion: StudyConclusion;
  readonly summary: string;
  /** The number of the recommended trial. */
  readonly recommended?: number | undefined;
  /** Whether that is not clear enough to be put in force without asking. */
  readonly unclear?: boolean | undefined;
  readonly at: number;
}

/** How the target can be left. */
export type Leaving = 'promoted' | 'restored';

/**
 * One transition of a study. It is stored before it is acted on, and a study is what its records add up to.
 */
export type StudyRecord =
  | StudyBegun
  | AttemptBegun
  | { readonly type: 'attempt-adjusted'; readonly at: number }
  /** The servo left in good order: that the attempt has no end says nothing about the configuration. */
  | { readonly type: 'attempt-suspended'; readonly at: number }
  | AttemptFinished
  | StudyConcluded
  | { readonly type: 'leaving-begun'; readonly leaving: Leaving; readonly settings: Settings; readonly at: number }
  | { readonly type: 'leaving-failed'; readonly leaving: Leaving; readonly reason: string; readonly at: number }
  | { readonly type: 'leaving-done'; readonly leaving: Leaving; readonly at: number }
  | { readonly type: 'promotion-answered'; readonly promote: boolean; readonly at: number }
  | { readonly type: 'study-finished'; readonly report: StudyReport; readonly at: number };

type Timeless<Record> = Record extends StudyRecord ? Omit<Record, 'at'> : never;

/** A transition before it has its time. */
export type StudyFact = Timeless<StudyRecord>;
