import type { Settings, TrialCause, TrialVerdict } from '@servo/core/wire';
import { formatShortfall, type LoadShortfall } from '../measuring/load-shortfall.js';
import { Noise } from '../measuring/noise.js';
import type { Sample } from '../measuring/sample.js';
import { shareError, shareMean } from '../measuring/share.js';
import { type Constraint, keeps } from '../target/constraint.js';
import type { StudyDefinition } from './study-definition.js';
import type { Attempt, StudyState } from './study-state.js';

/** A configuration and all attempts at it. */
export interface Trial {
  /** 0 is the running configuration. */
  readonly number: number;
  readonly cause: TrialCause;
  readonly why: string;
  readonly settings: Settings;
  readonly attempts: readonly Attempt[];
}

/** How a trial came out, and why where nothing was measured or the load was not reached. */
export interface Judgement {
  readonly verdict: TrialVerdict;
  readonly reason?: string | undefined;
}

/** What the attempts so far say about each configuration. */
export class Evidence {
  readonly definition: StudyDefinition;
  readonly state: StudyState;
  readonly trials: readonly Trial[];
  readonly #noise = new Map<string, Noise>();

  constructor(definition: StudyDefinition, state: StudyState) {
    this.definition = definition;
    this.state = state;
    const groups = Map.groupBy(state.attempts, ({ trial }) => trial);
    this.trials = [...groups].flatMap(([number, attempts]) =>
      attempts[0] ? [{ number, attempts, ...pick(attempts[0]) }] : [],
    );
  }

  /** The running configuration; absent before its first attempt ended. */
  get running(): Trial | undefined {
    return this.trials.find(({ number }) => number === 0);
  }

  /** All configurations but the running one. */
  get tried(): readonly Trial[] {
    return this.trials.filter(({ number }) => number > 0);
  }

  price({ settings }: Pick<Trial, 'settings'>): number | undefined {
    return this.definition.price(settings, this.state.begun.fixed);
  }

  /** The attempts of a trial that brought numbers to judge by. */
  measured(trial: Trial): readonly Attempt[] {
    return trial.attempts.filter(
      (attempt) => this.problem(attempt) === undefined && attempt.outcome.kind === 'measured',
    );
  }

  /** What one metric was each time a trial was measured. */
  samples(trial: Trial, metric: string): readonly Sample[] {
    return this.measured(trial).flatMap(({ outcome }) => {
      const found = outcome.kind === 'measured' ? outcome.samples[metric] : undefined;
      return found === undefined ? [] : [found];
    });
  }

  /** The mean of a metric over all measurements of a trial; of a share, by what each of them counted. */
  mean(trial: Trial, metric: string): number | undefined {
    const samples = this.samples(trial, metric);
    if (samples.length === 0) return undefined;
    return shareMean(samples) ?? samples.reduce((sum, { mean }) => sum + mean, 0) / samples.length;
  }

  /** How much the measurements of a metric differ, by what the study has seen. */
  noise(metric: string): Noise {
    const known = this.#noise.get(metric) ?? new Noise(this.trials.map((trial) => this.samples(trial, metric)));
    this.#noise.set(metric, known);
    return known;
  }

  /** The standard error of a trial's mean, relative to it. */
  relativeError(trial: Trial, metric: string): number {
    return this.noise(metric).ofMean(this.samples(trial, metric));
  }

  /** The standard error of a trial's mean, in the metric's unit: by how measurements differ, and by how much was counted. */
  standardError(trial: Trial, metric: string): number {
    return Math.max(this.scatter(trial, metric), shareError(this.samples(trial, metric)) ?? 0);
  }

  /** The part of {@link standardError} that comes from how measurements differ. */
  scatter(trial: Trial, metric: string): number {
    return this.relativeError(trial, metric) * Math.abs(this.mean(trial, metric) ?? 0);
  }

  /** A limit in the metric's unit; `undefined` while it depends on a baseline that was not measured. */
  limit({ limit, ofBaseline, metric }: Constraint): number | undefined {
    if (!ofBaseline) return limit;
    const baseline = this.running && this.mean(this.running, metric);
    return baseline === undefined ? undefined : limit * baseline;
  }

  /** Whether a trial keeps a constraint, by the mean of its measurements; `undefined` without a measurement. */
  keeps(trial: Trial, constraint: Constraint): boolean | undefined {
    const [value, limit] = [this.mean(trial, constraint.metric), this.limit(constraint)];
    return value === undefined || limit === undefined ? undefined : keeps(constraint, value, limit);
  }

  /**
   * By what a configuration fell short of the load, in most of its measurements. Where the running one does not get it
   * either, the load may be to blame, and none is judged by it.
   */
  shortfall(trial: Trial): LoadShortfall | undefined {
    if (trial.number === 0 || (this.running && this.#shortfall(this.running))) return undefined;
    return this.#shortfall(trial);
  }

  /**
   * How a trial came out. Where a configuration ran before, one failure may be chance, two are not; the running one runs,
   * whatever an attempt met with.
   */
  judge(trial: Trial): Judgement {
    const measured = this.measured(trial);
    const failures = trial.attempts.flatMap(({ outcome }) => (outcome.kind === 'failed' ? [outcome] : []));
    const allowed = measured.length === 0 ? 0 : trial.number === 0 ? Infinity : 1;
    const last = failures.at(-1);
    if (last && failures.length > allowed) return { verdict: 'failed', reason: last.reason };
    if (measured.length === 0) return { verdict: 'inconclusive', reason: this.#lastProblem(trial) };
    const shortfall = this.shortfall(trial);
    if (shortfall) return { verdict: 'violated', reason: formatShortfall(shortfall) };
    const met = this.definition.constraints.every((each) => this.keeps(trial, each) === true);
    return { verdict: met ? 'met' : 'violated' };
  }

  /** Why nothing was learned from an attempt; `undefined` when something was. */
  problem({ trial, outcome }: Attempt): string | undefined {
    if (outcome.kind === 'failed') return undefined;
    if (outcome.kind === 'inconclusive') return outcome.reason;
    const missing = this.definition.decisive.filter((metric) => outcome.samples[metric] === undefined);
    if (missing.length === 0 || (trial > 0 && this.#breaks(outcome.samples))) return undefined;
    return missing
      .map((metric) => `${metric}: ${outcome.absent.find((each) => each.metric === metric)?.reason ?? 'no value'}`)
      .join(', ');
  }

  #shortfall(trial: Trial): LoadShortfall | undefined {
    const measured = this.measured(trial);
    const short = measured.flatMap(({ outcome }) => (outcome.kind === 'measured' ? (outcome.shortfall ?? []) : []));
    return short.length * 2 > measured.length ? short.at(-1) : undefined;
  }

  #lastProblem({ attempts }: Trial): string | undefined {
    const last = attempts.at(-1);
    return last && this.problem(last);
  }

  /** Whether what was measured breaks a fixed limit: then what was not measured cannot save the configuration. */
  #breaks(samples: Readonly<Record<string, Sample>>): boolean {
    return this.definition.constraints.some((constraint) => {
      const found = samples[constraint.metric];
      return found !== undefined && !constraint.ofBaseline && !keeps(constraint, found.mean, constraint.limit);
    });
  }
}

function pick({ cause, why, settings }: Attempt): Pick<Trial, 'cause' | 'why' | 'settings'> {
  return { cause, why, settings };
}
