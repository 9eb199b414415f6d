import { mostSevereError } from '../../errors/most-severe-error.js';
import type { Logger } from '../../logging/logger.js';
import type { StudyReport } from '../../optimizer/study-report.js';
import type { Clock } from '../../time/clock.js';
import { over } from '../../time/over.js';
import type { Member } from './member.js';
import type { RunOptions } from './run-options.js';

/** What {@link ServoRuns} are made of. */
export interface ServoRunsOptions {
  readonly clock: Clock;
  /** Told which servos fail, when they do. */
  readonly logger: Logger;
  /** The servos that there are. */
  readonly members: ReadonlyMap<string, Member>;
  /** The servos that come or go, by name. */
  readonly pending: ReadonlyMap<string, Promise<unknown>>;
}

// So many servos are started at once, and so many milliseconds lie between: a thousand take half a second.
const atOnce = 20;
const shortly = 10;

/** The runs of the servos of an assembly; servos may come and go meanwhile. */
export class ServoRuns {
  readonly #options: ServoRunsOptions;
  readonly #runs = new Map<string, Promise<StudyReport | undefined>>();
  #running: RunOptions | undefined;
  /** Aborts when a servo comes that is waited for. */
  #coming: AbortController | undefined;

  constructor(options: ServoRunsOptions) {
    this.#options = options;
  }

  /** Whether {@link all} is under way. */
  get running(): boolean {
    return this.#running !== undefined;
  }

  /** Starts a servo that has come, where the others run. */
  join(member: Member): void {
    if (this.#running) this.#start(member, this.#running);
  }

  /** Lets a run that has outlasted its last servo look again. */
  wake(): void {
    this.#coming?.abort(over);
  }

  /** Waits for the end of a servo that was stopped; throws what its run failed with. */
  async end(name: string): Promise<void> {
    try {
      await this.#runs.get(name);
    } finally {
      this.#runs.delete(name);
    }
  }

  /** Runs all servos until none is left, and answers the reports of their studies; throws what they failed with. */
  async all(options: RunOptions): Promise<readonly StudyReport[]> {
    this.#running = options;
    const started = this.#startAll(options);
    const reports: StudyReport[] = [];
    const failures: unknown[] = [];
    let failed = false; // the last one that ended
    const next = (): Promise<string | undefined> => this.#next(started, failed ? options : undefined);
    for (let name = await next(); name !== undefined; name = await next()) {
      const run = this.#runs.get(name);
      try {
        const report = await run;
        if (report) reports.push(report);
        failed = false;
      } catch (error) {
        failed = true;
        if (!options.outlastsFailure) failures.push(error);
      }
      if (this.#runs.get(name) === run) this.#runs.delete(name); // else there is a new servo of that name
    }
    this.#running = undefined;
    throwAll(failures);
    return reports;
  }

  #start(member: Member, options: RunOptions): void {
    const run = member.run(options);
    const { name } = member.servo;
    run.catch((error: unknown) => {
      if (this.#runs.size < 2 && !options.outlastsFailure) return; // all() throws it at once, or end()
      const { message, code } = mostSevereError(error).error;
      this.#options.logger.critical(`The servo "${name}" failed: ${message}`, { servo: name, code });
    });
    this.#runs.set(name, run);
  }

  /** Starts the servos a few at a time, so that thousands do not ask for everything at once. */
  async #startAll(options: RunOptions): Promise<void> {
    const { clock, members } = this.#options;
    for (const [index, [name, member]] of [...members].entries()) {
      if (index > 0 && index % atOnce === 0) await clock.sleep(shortly);
      if (members.get(name) === member && !this.#runs.has(name)) this.#start(member, options);
    }
  }

  /**
   * The name of a servo that runs; waits for those that come or go where none does, and for ever after a failure that is
   * outlasted.
   */
  async #next(started: Promise<void>, afterFailure: RunOptions | undefined): Promise<string | undefined> {
    const { pending } = this.#options;
    for (;;) {
      const { value: name } = this.#runs.keys().next();
      if (name !== undefined) return name;
      await started;
      if (this.#runs.size > 0) continue;
      if (pending.size > 0)
        await Promise.allSettled(pending.values()); // whoever began that is told
      else if (afterFailure?.outlastsFailure && !afterFailure.signal.aborted) await this.#change(afterFailure.signal);
      else return undefined;
    }
  }

  /** Waits until a servo comes or the signal aborts; by the clock, which keeps the process alive. */
  async #change(signal: AbortSignal): Promise<void> {
    this.#coming = new AbortController();
    const either = AbortSignal.any([signal, this.#coming.signal]);
    await this.#options.clock.sleep(Infinity, { signal: either }).catch(() => {}); // its end
  }
}

function throwAll(failures: readonly unknown[]): void {
  if (failures.length > 1) throw new AggregateError(failures, `${failures.length} servos failed`);
  if (failures.length === 1) throw failures[0];
}
