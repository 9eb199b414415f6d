import { type Clock, ServoError } from '@servo/core';
import {
  promoteKey,
  type Settings,
  type StudyEvent,
  type StudyReport,
  toState,
  type WireCompletion,
} from '@servo/core/wire';
import { adjustmentOutcome, type AttemptOutcome, measurementOutcome } from '../measuring/attempt-outcome.js';
import type { Order, Rest } from '../protocol/conductor.js';
import { Evidence } from './evidence.js';
import { type LeavingStep, leavingStep } from './leaving-step.js';
import { measuringOrder } from './measuring-order.js';
import { nextStep } from './next-step.js';
import type { StudyDefinition } from './study-definition.js';
import type { CurrentAttempt } from './study-state.js';
import type { StudyJournal } from './study-journal.js';
import type { Leaving } from './study-record.js';
import { studyReport } from './study-report.js';
import { trialReport } from './trial-report.js';

/** What a {@link StudyRun} works with. */
export interface StudyRunOptions {
  readonly definition: StudyDefinition;
  readonly journal: StudyJournal;
  readonly clock: Clock;
  readonly observe: (event: StudyEvent) => void;
  readonly confirm?: ((report: StudyReport) => Promise<boolean>) | undefined;
  /** Where the study is stored, for the report. */
  readonly file?: string | undefined;
  readonly signal: AbortSignal;
}

/** What is being done: only this process knows how far it is, so after a restart it is begun again. */
type Activity =
  | { readonly kind: 'attempt'; readonly settings: Settings; readonly adjusted: boolean }
  | { readonly kind: 'leaving'; readonly settings: Settings; readonly leaving: Leaving };

interface Question {
  readonly answer?: boolean;
  readonly error?: unknown;
}

const RESTORE_TRIES = 3;
// Once may be chance.
const LOSSES = 2;
// A person's answer is looked for this often, in seconds.
const ASK_AGAIN = 1;

/** Carries out one study: from what is known to the next order, and from its completion to what is known. */
export class StudyRun {
  readonly #options: StudyRunOptions;
  #activity: Activity | undefined;
  #inForce: Settings | undefined;
  #promoted = false;
  #failedRestores = 0;
  #question: Question | undefined;

  constructor(options: StudyRunOptions) {
    this.#options = options;
  }

  /** The end of the study, once it has one. */
  get report(): StudyReport | undefined {
    return this.#options.journal.state.report;
  }

  /** The next order; `undefined` when the study has ended. */
  async next(): Promise<Order | Rest | undefined> {
    while (!this.report) {
      if (this.#activity) return this.#order(this.#activity);
      const rest = await this.#advance();
      if (rest) return rest;
    }
    return undefined;
  }

  /** Takes in the completion of the order given last. */
  async completed(order: Order, completion: WireCompletion): Promise<void> {
    if (isStopped(completion)) {
      await this.left();
      return this.restarted();
    }
    const activity = this.#activity;
    if (activity?.kind === 'leaving') return this.#left(activity, completion);
    if (activity === undefined) return;
    if (order.cmd === 'MEASURE') return this.#measured(completion);
    this.#inForce = completion.status === 'ok' ? activity.settings : undefined;
    if (completion.status !== 'ok') return this.#finishAttempt(adjustmentOutcome(completion), completion.metrics);
    await this.#options.journal.append({ type: 'attempt-adjusted' });
    this.#activity = { ...activity, adjusted: true };
  }

  /** The target may have been changed back: nothing is in force for certain, and what was being done begins again. */
  restarted(): void {
    this.#inForce = undefined;
    this.#promoted = false;
    this.#activity = undefined;
  }

  /** The servo leaves in good order. */
  async left(): Promise<void> {
    const { journal } = this.#options;
    if (journal.state.current && !journal.state.current.suspended) await journal.append({ type: 'attempt-suspended' });
  }

  get #evidence(): Evidence {
    return new Evidence(this.#options.definition, this.#options.journal.state);
  }

  #order(activity: Activity): Order {
    const { definition } = this.#options;
    if (activity.kind === 'attempt' && activity.adjusted) return measuringOrder(definition, this.#evidence);
    const state = toState(definition.target.adjustments(activity.settings));
    const stays = activity.kind === 'leaving' && activity.leaving === 'promoted';
    return { cmd: 'ADJUST', param: { state, ...(stays && { control: { userdata: { [promoteKey]: true } } }) } };
  }

  async #advance(): Promise<Rest | undefined> {
    const { journal, signal } = this.#options;
    if (journal.state.conclusion) return this.#leave();
    if (!journal.state.current) {
      const step = await nextStep(this.#evidence, signal);
      if (step.do === 'conclude') {
        const { do: _, ...concluded } = step;
        return journal.append({ type: 'study-concluded', ...concluded }).then(() => undefined);
      }
      const { trial, cause, why, settings } = step;
      await journal.append({ type: 'attempt-begun', trial, cause, why, settings });
    } else await this.#beginAgain(journal.state.current);
    this.#beginAttempt();
    return undefined;
  }

  /** Begins an attempt again that has no end; what takes the servo down again and again is not to be had. */
  async #beginAgain({ trial, cause, why, settings }: CurrentAttempt): Promise<void> {
    const { journal } = this.#options;
    await journal.append({ type: 'attempt-begun', trial, cause, why, settings });
    const lost = journal.state.current?.lost ?? 0;
    if (trial === 0 || lost < LOSSES) return; // the running configuration runs, whatever the servo dies of
    const reason = `the servo died ${lost} times while this was in force`;
    await this.#finishAttempt({ kind: 'failed', reason }, undefined);
  }

  #beginAttempt(): void {
    const { journal, definition, observe } = this.#options;
    const { current } = journal.state;
    if (!current) return;
    const { trial: number, cause, why, settings } = current;
    this.#activity = { kind: 'attempt', settings, adjusted: false };
    observe({ type: 'trial-started', number, of: definition.config.budget.trials, cause, why, settings });
  }

  async #measured(completion: WireCompletion): Promise<void> {
    const { definition, clock } = this.#options;
    await this.#finishAttempt(measurementOutcome(completion, definition.metrics, clock.now()), completion.metrics);
  }

  async #finishAttempt(outcome: AttemptOutcome, readings: WireCompletion['metrics']): Promise<void> {
    const { journal, observe, definition } = this.#options;
    await journal.append({ type: 'attempt-finished', outcome, readings });
    this.#activity = undefined;
    const evidence = this.#evidence;
    const attempt = evidence.state.attempts.at(-1);
    const trial = evidence.trials.find(({ number }) => number === attempt?.trial);
    const { currency } = definition.config;
    if (trial) observe({ type: 'trial-finished', trial: trialReport(evidence, trial, attempt), currency });
  }

  async #leave(): Promise<Rest | undefined> {
    const { journal, confirm } = this.#options;
    const step: LeavingStep = leavingStep(this.#evidence, {
      inForce: this.#inForce,
      promoted: this.#promoted,
      canAsk: confirm !== undefined,
    });
    if (step.do === 'ask') return this.#ask();
    if (step.do === 'finish') return this.#finish(step.left);
    const { leaving, settings } = step;
    await journal.append({ type: 'leaving-begun', leaving, settings });
    this.#activity = { kind: 'leaving', leaving, settings };
    return undefined;
  }

  async #left({ leaving, settings }: Activity & { kind: 'leaving' }, completion: WireCompletion): Promise<void> {
    const { journal } = this.#options;
    if (completion.status === 'ok') {
      await journal.append({ type: 'leaving-done', leaving });
      this.#activity = undefined;
      this.#inForce = settings;
      this.#promoted = leaving === 'promoted';
      return;
    }
    const { reason } = adjustmentOutcome(completion);
    await journal.append({ type: 'leaving-failed', leaving, reason });
    this.#activity = undefined;
    this.#inForce = undefined;
    if (leaving === 'restored') this.#failedRestores += 1;
    if (this.#failedRestores >= RESTORE_TRIES) throw restoreFailed(reason);
  }

  async #ask(): Promise<Rest | undefined> {
    const { journal, confirm } = this.#options;
    if (this.#question === undefined && confirm) {
      this.#question = {};
      confirm(this.#report('restored')).then(
        (answer) => (this.#question = { answer }),
        (error: unknown) => (this.#question = { error }),
      );
      await Promise.resolve(); // an answer that is known at once needs no waiting
    }
    const { answer, error } = this.#question ?? {};
    if (error !== undefined) throw error;
    if (answer === undefined) return { cmd: 'SLEEP', seconds: ASK_AGAIN, reason: 'asking whether to promote' };
    await journal.append({ type: 'promotion-answered', promote: answer });
    return undefined;
  }

  async #finish(left: StudyReport['left']): Promise<undefined> {
    const { journal, observe } = this.#options;
    const report = this.#report(left);
    await journal.append({ type: 'study-finished', report });
    observe({ type: 'study-finished', report, earlier: false });
  }

  #report(left: StudyReport['left']): StudyReport {
    const { journal, file } = this.#options;
    return studyReport(this.#evidence, { study: journal.study, left, storedIn: file });
  }
}

/** Whether a servo was ended in the middle of an order, which says nothing about the target. */
function isStopped({ status, reason }: WireCompletion): boolean {
  return status === 'cancelled' && reason === 'shutdown';
}

function restoreFailed(reason: string): ServoError {
  return new ServoError('RESTORE_FAILED', `The running configuration could not be restored: ${reason}`, {
    hint: 'Look at the target; the next start tries again, and so does servo restore.',
  });
}
