import type { Settings, StudyConclusion, TrialCause } from '@servo/core/wire';

/** A configuration to apply and measure next. */
export interface AttemptStep {
  readonly do: 'attempt';
  readonly trial: number;
  readonly cause: TrialCause;
  readonly why: string;
  readonly settings: Settings;
}

/** The end of measuring. */
export interface ConcludeStep {
  readonly do: 'conclude';
  readonly conclusion: StudyConclusion;
  readonly summary: string;
  readonly recommended?: number | undefined;
  /** Whether that is not clear enough to be put in force without asking. */
  readonly unclear?: boolean | undefined;
}

/** What a study does next. */
export type StudyStep = AttemptStep | ConcludeStep;
