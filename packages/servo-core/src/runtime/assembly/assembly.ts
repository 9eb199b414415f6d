import type { AssemblyView } from '../../connector/current-context.js';
import { mostSevereError } from '../../errors/most-severe-error.js';
import { ServoError } from '../../errors/servo-error.js';
import type { Logger } from '../../logging/logger.js';
import { silentLogger } from '../../logging/silent-logger.js';
import type { StudyReport } from '../../optimizer/study-report.js';
import type { Clock } from '../../time/clock.js';
import { over } from '../../time/over.js';
import { systemClock } from '../../time/system-clock.js';
import type { ServoDocument } from '../config-file/servo-document.js';
import { servoName } from '../config-file/servo-name.js';
import type { ServoStatus } from '../control/servo-status.js';
import type { Servo } from '../servo/servo.js';
import type { Member } from './member.js';
import type { RunOptions } from './run-options.js';

/** What an {@link Assembly} is made of; `assemble()` gives it. */
export interface AssemblyOptions {
  /** Makes a servo with its connectors attached, and what drives it. */
  readonly create: (document: ServoDocument) => Promise<Member>;
  /** Says, without touching anything, what is wrong with a document. */
  readonly check: (document: ServoDocument) => Promise<unknown>;
  /** @default the clock of this machine */
  readonly clock?: Clock | undefined;
  /** Closed last, in this order. */
  readonly resources: readonly AsyncDisposable[];
  /** Told which servos fail, when they do, and what fails to close. */
  readonly logger?: Logger | undefined;
}

// So many servos are started at once, and so many milliseconds lie between: a thousand take half a second.
const atOnce = 20;
const shortly = 10;

/**
 * The servos of one process. Made by `assemble()`.
 *
 * @example
 * await using assembly = await assemble({ documents, env: {}, cwd, stateDir });
 * await assembly.run({ signal });
 */
export class Assembly implements AssemblyView, AsyncDisposable {
  readonly #options: AssemblyOptions;
  readonly #members = new Map<string, Member>();
  /** The servos that come or go, by name. */
  readonly #pending = new Map<string, Promise<unknown>>();
  readonly #runs = new Map<string, Promise<StudyReport | undefined>>();
  #running: RunOptions | undefined;
  /** Aborts when a servo is added that is waited for. */
  #added: AbortController | undefined;
  #disposed: Promise<void> | undefined;

  constructor(options: AssemblyOptions) {
    this.#options = options;
  }

  /** The servos, in the order in which they were added. */
  get servos(): readonly Servo[] {
    return [...this.#members.values()].map(({ servo }) => servo);
  }

  /**
   * Makes a servo from its document, attaches its connectors, and runs it when the assembly runs.
   *
   * @throws {@link ServoError} `SERVO_NAME_TAKEN`, `ASSEMBLY_DISPOSED`, or what `assemble()` throws: it is then not added.
   */
  async addServo(document: ServoDocument): Promise<Servo> {
    const name = servoName(document);
    if (this.#disposed) throw new ServoError('ASSEMBLY_DISPOSED', 'The assembly was disposed: no servo can be added');
    if (this.#members.has(name) || this.#pending.has(name)) throw nameTaken(name);
    return this.#track(name, this.#add(name, document));
  }

  /** Ends a servo in good order and disposes it; throws what its run failed with. */
  async removeServo(name: string): Promise<void> {
    await this.#pending.get(name)?.catch(() => {}); // whoever began that is told
    const member = this.#members.get(name);
    if (!member) return;
    this.#members.delete(name);
    await this.#track(name, this.#remove(name, member));
  }

  /**
   * Ends a servo as {@link removeServo} does, and adds it as it is now described; the run of the others goes on.
   *
   * @throws what {@link addServo} throws: the servo is then as it was described before.
   */
  async replaceServo(document: ServoDocument): Promise<Servo> {
    const name = servoName(document);
    const before = this.#members.get(name)?.document;
    await this.#options.check(document);
    await this.removeServo(name).catch((error: unknown) => {
      this.#logger.error(`The servo "${name}" had failed: ${ServoError.from(error).message}`);
    });
    try {
      return await this.addServo(document);
    } catch (error) {
      if (before) await this.addServo(before);
      throw error;
    }
  }

  /** How the servos are, or the one of a name. @throws {@link ServoError} `SERVO_UNKNOWN` */
  status(name?: string): readonly ServoStatus[] {
    return this.#named(name).map(({ status }) => status);
  }

  /** Lets the servos, or one, put their settings back and rest. @throws {@link ServoError} `SERVO_UNKNOWN` */
  pause(name?: string): void {
    for (const member of this.#named(name)) member.pause().catch(toldByRun);
  }

  /** Lets the servos, or one, go on after a pause. @throws {@link ServoError} `SERVO_UNKNOWN` */
  resume(name?: string): void {
    for (const member of this.#named(name)) member.resume().catch(toldByRun);
  }

  /**
   * Runs all servos until the signal aborts, or, with `exitWhenDone`, until their studies are done; servos may come and
   * go meanwhile, and the run is over when none is left. Answers the reports of the studies that were. One servo's
   * failure ends that servo, and is logged while others run; it is thrown when all have ended.
   *
   * @throws {@link ServoError} `SERVO_RUNNING` when the assembly runs already; an `AggregateError` when several servos
   * failed.
   */
  async run(options: RunOptions): Promise<readonly StudyReport[]> {
    if (this.#running) throw new ServoError('SERVO_RUNNING', 'The assembly is already running');
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
    if (failures.length > 1) throw new AggregateError(failures, `${failures.length} servos failed`);
    if (failures.length === 1) throw failures[0];
    return reports;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await (this.#disposed ??= this.#dispose());
  }

  async #dispose(): Promise<void> {
    while (this.#members.size + this.#pending.size > 0)
      // run() throws what fails, or what began it
      await Promise.allSettled([
        ...[...this.#members.keys()].map((name) => this.removeServo(name)),
        ...this.#pending.values(),
      ]);
    for (const resource of this.#options.resources) await this.#close(resource, 'A resource');
  }

  async #add(name: string, document: ServoDocument): Promise<Servo> {
    const member = await this.#options.create(document);
    this.#members.set(name, member);
    if (this.#running) this.#start(member, this.#running);
    return member.servo;
  }

  async #remove(name: string, member: Member): Promise<void> {
    member.stop('shutdown');
    try {
      await this.#runs.get(name);
    } finally {
      this.#runs.delete(name);
      await this.#close(member, `The servo "${name}"`);
    }
  }

  #named(name: string | undefined): readonly Member[] {
    if (name === undefined) return [...this.#members.values()];
    const member = this.#members.get(name);
    if (member) return [member];
    throw new ServoError('SERVO_UNKNOWN', `There is no servo "${name}"`, {
      hint: `It can be ${[...this.#members.keys()].join(', ') || 'none'}.`,
    });
  }

  /** Keeps the name of a servo taken while it comes or goes. */
  #track<T>(name: string, work: Promise<T>): Promise<T> {
    const tracked = work.finally(() => this.#pending.delete(name));
    this.#pending.set(name, tracked);
    this.#added?.abort(over);
    return tracked;
  }

  #start(member: Member, options: RunOptions): void {
    const run = member.run(options);
    const { name } = member.servo;
    run.catch((error: unknown) => {
      if (this.#runs.size < 2 && !options.outlastsFailure) return; // run() throws it at once, or removeServo()
      const { message, code } = mostSevereError(error).error;
      this.#logger.critical(`The servo "${name}" failed: ${message}`, { servo: name, code });
    });
    this.#runs.set(name, run);
  }

  get #logger(): Logger {
    return this.#options.logger ?? silentLogger;
  }

  /** Starts the servos a few at a time, so that thousands do not ask for everything at once. */
  async #startAll(options: RunOptions): Promise<void> {
    const { clock = systemClock } = this.#options;
    const waiting = [...this.#members.values()];
    for (const [index, member] of waiting.entries()) {
      if (index > 0 && index % atOnce === 0) await clock.sleep(shortly);
      const { name } = member.servo;
      if (this.#members.get(name) === member && !this.#runs.has(name)) this.#start(member, options);
    }
  }

  /** The name of a servo that runs; waits for those that come or go where none does, and for ever after a failure that is outlasted. */
  async #next(started: Promise<void>, afterFailure: RunOptions | undefined): Promise<string | undefined> {
    for (;;) {
      const { value: name } = this.#runs.keys().next();
      if (name !== undefined) return name;
      await started;
      if (this.#runs.size > 0) continue;
      if (this.#pending.size > 0)
        await Promise.allSettled(this.#pending.values()); // whoever began that is told
      else if (afterFailure?.outlastsFailure && !afterFailure.signal.aborted) await this.#change(afterFailure.signal);
      else return undefined;
    }
  }

  /** Waits until a servo is added or the signal aborts; by the clock, which keeps the process alive. */
  async #change(signal: AbortSignal): Promise<void> {
    const { clock = systemClock } = this.#options;
    this.#added = new AbortController();
    await clock.sleep(Infinity, { signal: AbortSignal.any([signal, this.#added.signal]) }).catch(() => {}); // its end
  }

  /** Closes what must not keep the rest from being closed. */
  async #close(resource: AsyncDisposable, what: string): Promise<void> {
    try {
      await resource[Symbol.asyncDispose]();
    } catch (error) {
      this.#logger.error(`${what} failed to close: ${ServoError.from(error).message}`);
    }
  }
}

/** What cannot be driven has thrown that in its run. */
function toldByRun(): void {}

function nameTaken(name: string): ServoError {
  return new ServoError('SERVO_NAME_TAKEN', `There is already a servo "${name}"`, {
    hint: 'Give each a "name" of its own in its configuration.',
  });
}
