import type { SettingValue } from '../model/settings/setting.js';

/** Settings of a configuration by `component.setting`. */
export type Settings = Readonly<Record<string, SettingValue>>;

/** A measured metric with its uncertainty. */
export interface MetricEstimate {
  readonly metric: string;
  readonly unit: string;
  readonly mean: number;
  /** The standard error of the mean; absent when it cannot be known. */
  readonly standardError?: number | undefined;
}

/** How a constraint came out in a trial. */
export interface ConstraintReport {
  /** As the user wrote it. */
  readonly condition: string;
  readonly metric: string;
  readonly value?: number | undefined;
  readonly standardError?: number | undefined;
  /** In the metric's unit. */
  readonly limit?: number | undefined;
  readonly unit: string;
  readonly met: boolean;
}

/** Why a configuration was measured. */
export type TrialCause = 'baseline' | 'start' | 'search' | 'confirm' | 'repeat';

/** How a trial ended: the limits were kept, one was broken, the configuration could not run, or nothing was learned. */
export type TrialVerdict = 'met' | 'violated' | 'failed' | 'inconclusive';

/** One trial, as a person or a program reads it. */
export interface TrialReport {
  /** 0 is the running configuration. */
  readonly number: number;
  readonly cause: TrialCause;
  /** Why it was tried, in one sentence. */
  readonly why: string;
  readonly settings: Settings;
  /** Per month; absent when no prices are configured. */
  readonly price?: number | undefined;
  readonly objective?: MetricEstimate | undefined;
  readonly constraints: readonly ConstraintReport[];
  readonly verdict: TrialVerdict;
  /** What went wrong, for trials that failed, were inconclusive or did not get the load that was asked for. */
  readonly reason?: string | undefined;
  /** How often this configuration has been measured by now. */
  readonly measurements: number;
  /** Milliseconds since the Unix epoch. */
  readonly finishedAt: number;
}

/** What a study came to. */
export type StudyConclusion = 'improved' | 'present-is-best' | 'nothing-feasible' | 'failed';

/** The end of a study. */
export interface StudyReport {
  readonly study: string;
  readonly conclusion: StudyConclusion;
  /** Why, in one sentence. */
  readonly summary: string;
  readonly currency: string;
  readonly running: TrialReport;
  /** Absent when nothing better was confirmed. */
  readonly recommended?: TrialReport | undefined;
  /** Fraction of the running price, or improvement of the objective, that the recommendation saves. */
  readonly saving?: number | undefined;
  /** In what state the target was left. */
  readonly left: 'promoted' | 'restored' | 'unchanged';
  readonly trials: readonly TrialReport[];
  /** The file that holds the study. */
  readonly storedIn?: string | undefined;
}

/** What happens in a study, for whoever shows it. */
export type StudyEvent =
  | {
      readonly type: 'study-started';
      readonly study: string;
      readonly resumed: boolean;
      readonly note?: string | undefined;
      readonly trials: number;
    }
  | {
      readonly type: 'trial-started';
      readonly number: number;
      readonly of: number;
      readonly cause: TrialCause;
      readonly why: string;
      readonly settings: Settings;
    }
  | { readonly type: 'trial-finished'; readonly trial: TrialReport; readonly currency: string }
  | { readonly type: 'study-finished'; readonly report: StudyReport; readonly earlier: boolean };
