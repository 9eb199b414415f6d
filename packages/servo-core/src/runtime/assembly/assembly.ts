import type { AssemblyView } from '../../connector/current-context.js';
import { mostSevereError } from '../../errors/most-severe-error.js';
import { ServoError } from '../../errors/servo-error.js';
import type { Logger } from '../../logging/logger.js';
import { silentLogger } from '../../logging/silent-logger.js';
import type { StudyReport } from '../../optimizer/study-report.js';
import type { ServoDocument } from '../config-file/servo-document.js';
import type { Servo } from '../servo/servo.js';
import type { Member } from './member.js';
import type { RunOptions } from './run-options.js';
import { servoName } from './servo-name.js';

/** What an {@link Assembly} is made of; `assemble()` gives it. */
export interface AssemblyOptions {
  /** Makes a servo with its connectors attached, and what drives it. */
  readonly create: (document: ServoDocument) => Promise<Member>;
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
  readonly #runs = new Map<string, Promise<StudyReport | undefined>>();
  #running: RunOptions | undefined;
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
   * @throws {@link ServoError} `SERVO_NAME_TAKEN`, or what `assemble()` throws: it is then not added.
   */
  async addServo(document: ServoDocument): Promise<Servo> {
    const name = servoName(document);
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
    for (const member of this.#members.values()) this.#start(member, options);
    const reports: StudyReport[] = [];
    const failures: unknown[] = [];
    for (let name = this.#next(); name !== undefined; name = this.#next()) {
      try {
        const report = await this.#runs.get(name);
        if (report) reports.push(report);
      } catch (error) {
        failures.push(error);
      }
      this.#runs.delete(name);
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

  /** Keeps the name of a servo taken while it comes or goes. */
  #track<T>(name: string, work: Promise<T>): Promise<T> {
    const tracked = work.finally(() => this.#pending.delete(name));
    this.#pending.set(name, tracked);
    return tracked;
  }

  #start(member: Member, options: RunOptions): void {
    const run = member.run(options);
    const { name } = member.servo;
    run.catch((error: unknown) => {
      if (this.#runs.size < 2) return; // run() throws it at once, or removeServo()
      const { message, code } = mostSevereError(error).error;
      this.#logger.error(`The servo "${name}" failed: ${message}`, { servo: name, code });
    });
    this.#runs.set(name, run);
  }

  get #logger(): Logger {
    return this.#options.logger ?? silentLogger;
  }

  #next(): string | undefined {
    return this.#runs.keys().next().value;
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

function nameTaken(name: string): ServoError {
  return new ServoError('SERVO_NAME_TAKEN', `There is already a servo "${name}"`, {
    hint: 'Give each a "name" of its own in its configuration.',
  });
}
