import type { AssemblyView } from '../../connector/current-context.js';
import { ServoError } from '../../errors/servo-error.js';
import type { Logger } from '../../logging/logger.js';
import { silentLogger } from '../../logging/silent-logger.js';
import type { StudyReport } from '../../optimizer/study-report.js';
import type { Clock } from '../../time/clock.js';
import { systemClock } from '../../time/system-clock.js';
import type { ServoDocument } from '../config-file/servo-document.js';
import { servoName } from '../config-file/servo-name.js';
import type { ServoStatus } from '../control/servo-status.js';
import type { Servo } from '../servo/servo.js';
import type { Member } from './member.js';
import type { RunOptions } from './run-options.js';
import { ServoRuns } from './servo-runs.js';

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
  readonly #runs: ServoRuns;
  #disposed: Promise<void> | undefined;

  constructor(options: AssemblyOptions) {
    this.#options = options;
    const { clock = systemClock } = options;
    this.#runs = new ServoRuns({ clock, logger: this.#logger, members: this.#members, pending: this.#pending });
  }

  /** The servos, in the order in which they were added. */
  get servos(): readonly Servo[] {
    return [...this.#members.values()].map(({ servo }) => servo);
  }

  /** Whether {@link run} is under way. */
  get running(): boolean {
    return this.#runs.running;
  }

  /**
   * Makes a servo from its document, attaches its connectors, and runs it when the assembly runs.
   *
   * @throws {@link ServoError} `SERVO_NAME_TAKEN`, `ASSEMBLY_DISPOSED`, or what `assemble()` throws: it is then not
   * added.
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
    if (this.running) throw new ServoError('SERVO_RUNNING', 'The assembly is already running');
    return this.#runs.all(options);
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
    this.#runs.join(member);
    return member.servo;
  }

  async #remove(name: string, member: Member): Promise<void> {
    member.stop('shutdown');
    try {
      await this.#runs.end(name);
    } finally {
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
    this.#runs.wake();
    return tracked;
  }

  get #logger(): Logger {
    return this.#options.logger ?? silentLogger;
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
