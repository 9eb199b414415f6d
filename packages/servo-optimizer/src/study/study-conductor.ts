import { type Clock, type Logger, ServoError } from '@servo/core';
import {
  type EmbeddedOptimizerConfig,
  fromDescriptor,
  type StudyEvent,
  type StudyReport,
  type WireCompletion,
} from '@servo/core/wire';
import type { Conductor, Order, Rest } from '../protocol/conductor.js';
import type { Store } from '../store/store.js';
import { openStudy } from './open-study.js';
import { StudyDefinition } from './study-definition.js';
import { StudyRun } from './study-run.js';

/** What a {@link StudyConductor} works with. */
export interface StudyConductorOptions {
  readonly config: EmbeddedOptimizerConfig;
  readonly servo: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newStudy: boolean;
  /** Told what happens, after it is stored. */
  readonly observe: (event: StudyEvent) => void;
  readonly confirm?: ((report: StudyReport) => Promise<boolean>) | undefined;
}

const DESCRIBE_TRIES = 3;
const PAUSE = 60;

/**
 * Leads a servo through a study: lets it describe its target, opens the study of that target, carries it out.
 *
 * What keeps the study from going on rejects {@link done}; the servo is then told to sleep. What could not be stored is
 * not acknowledged: where that may pass (`STORE_FAILED`), the servo sends it again until it is.
 */
export class StudyConductor implements Conductor, AsyncDisposable {
  /** Settles when the study has ended and the target is as it is to be. */
  readonly done: Promise<StudyReport>;
  readonly #options: StudyConductorOptions;
  readonly #outcome = Promise.withResolvers<StudyReport>();
  readonly #closing = new AbortController();
  #run: StudyRun | undefined;
  #over: Rest | undefined;
  // Why a completion could not be stored and never will be.
  #lost: ServoError | undefined;
  #describeTries = 0;

  constructor(options: StudyConductorOptions) {
    this.#options = options;
    this.done = this.#outcome.promise;
    this.done.catch(() => {}); // who waits for it gets the error; nobody has to wait
  }

  async next(): Promise<Order | Rest> {
    try {
      if (this.#over) return this.#over;
      if (!this.#run) return { cmd: 'DESCRIBE', param: {} };
      return (await this.#run.next()) ?? this.#end(this.#run);
    } catch (error) {
      if (this.#mayPass(error)) throw error;
      return this.#fail(error);
    }
  }

  async completed(order: Order, completion: WireCompletion): Promise<void> {
    if (this.#lost) throw this.#lost;
    if (this.#over) return; // nobody waits for it any more
    try {
      if (order.cmd === 'DESCRIBE') await this.#described(completion);
      else await this.#run?.completed(order, completion);
    } catch (error) {
      if (this.#mayPass(error)) throw error;
      this.#fail(error);
      if (!isOfStore(error)) return; // it was taken in, and led to this
      this.#lost = error;
      throw error;
    }
  }

  async left(): Promise<void> {
    if (this.#over) return;
    try {
      await this.#run?.left();
    } catch (error) {
      if (this.#mayPass(error)) throw error;
      this.#fail(error);
    }
  }

  restarted(): void {
    this.#run?.restarted();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new ServoError('OPTIMIZER_CLOSED', 'The optimizer was closed before the study ended', {
      hint: 'The next start resumes the study.',
    });
    this.#closing.abort(closed);
    if (!this.#over) {
      await this.#leaveQuietly();
      this.#lost = closed;
      this.#fail(closed);
    }
    await this.#options.store[Symbol.asyncDispose]();
  }

  /** A process that ends in good order took nothing down. */
  async #leaveQuietly(): Promise<void> {
    try {
      await this.#run?.left();
    } catch (error) {
      const { message } = ServoError.from(error);
      this.#options.logger.debug(`That the study is left could not be stored: ${message}`);
    }
  }

  async #described(completion: WireCompletion): Promise<void> {
    const { status, message, reason, descriptor } = completion;
    if (status === 'ok' && descriptor) return this.#open(descriptor);
    this.#describeTries += 1;
    if (this.#describeTries < DESCRIBE_TRIES) return;
    const why = message ?? reason ?? (status === 'ok' ? 'the answer has no descriptor' : status);
    throw new ServoError('DESCRIBE_FAILED', `The servo could not describe its target: ${why}`, {
      hint: 'servo describe shows the failure.',
    });
  }

  async #open(descriptor: NonNullable<WireCompletion['descriptor']>): Promise<void> {
    const { config, servo, store, clock, logger, newStudy, observe, confirm } = this.#options;
    const definition = new StudyDefinition({ config, servo, description: fromDescriptor(descriptor) });
    for (const note of definition.notes) logger.warn(note);
    const { journal, resumed, note } = await openStudy({ definition, store, clock, newStudy });
    const { signal } = this.#closing;
    const run = new StudyRun({ definition, journal, clock, observe, confirm, file: store.file, signal });
    this.#run = run;
    if (run.report) return observe({ type: 'study-finished', report: run.report, earlier: true });
    const { study } = journal;
    observe({ type: 'study-started', study, resumed, note, trials: config.budget.trials });
  }

  /** A full disk, or a file that another program holds: once the study is known, that is waited for. */
  #mayPass(error: unknown): boolean {
    return this.#run !== undefined && isOfStore(error) && error.code === 'STORE_FAILED';
  }

  #end({ report }: StudyRun): Rest {
    if (report) this.#outcome.resolve(report);
    this.#over = { cmd: 'SLEEP', seconds: PAUSE, reason: 'the study has ended', over: 'Done' };
    return this.#over;
  }

  #fail(thrown: unknown): Rest {
    const error = ServoError.from(thrown);
    this.#outcome.reject(error);
    this.#over = { cmd: 'SLEEP', seconds: PAUSE, reason: error.message, over: 'Failed' };
    return this.#over;
  }
}

function isOfStore(thrown: unknown): thrown is ServoError {
  return thrown instanceof ServoError && thrown.code.startsWith('STORE_');
}
