import type { AssemblyView } from '../../connector/current-context.js';
import type { StudyReport } from '../../optimizer/study-report.js';
import type { Servo } from '../servo/servo.js';
import type { ServoDocument } from '../config-file/servo-document.js';
import type { Member } from './member.js';
import type { RunOptions } from './run-options.js';

/** What an {@link Assembly} is made of; `assemble()` gives it. */
export interface AssemblyOptions {
  /** Makes a servo with its connectors attached, and what drives it. */
  readonly create: (document: ServoDocument, assembly: AssemblyView) => Promise<Member>;
  /** Closed last. */
  readonly resources: readonly AsyncDisposable[];
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
  readonly #runs = new Map<string, Promise<StudyReport | undefined>>();
  #running: RunOptions | undefined;

  constructor(options: AssemblyOptions) {
    this.#options = options;
  }

  /** The servos, in the order in which they were added. */
  get servos(): readonly Servo[] {
    return [...this.#members.values()].map(({ servo }) => servo);
  }

  /** Makes a servo from its document, attaches its connectors, and runs it when the assembly runs. */
  async addServo(document: ServoDocument): Promise<Servo> {
    const member = await this.#options.create(document, this);
    const { name } = member.servo;
    if (this.#members.has(name)) await this.removeServo(name);
    this.#members.set(name, member);
    if (this.#running) this.#start(member, this.#running);
    return member.servo;
  }

  /** Ends a servo in good order and disposes it. */
  async removeServo(name: string): Promise<void> {
    const member = this.#members.get(name);
    if (!member) return;
    this.#members.delete(name);
    member.stop('shutdown');
    try {
      await this.#runs.get(name);
    } finally {
      this.#runs.delete(name);
      await member[Symbol.asyncDispose]();
    }
  }

  /**
   * Runs all servos until the signal aborts, or, with `exitWhenDone`, until their studies are done. Answers the reports
   * of the studies that were. One servo's failure ends that servo; the first failure is thrown when all have ended.
   */
  async run(options: RunOptions): Promise<readonly StudyReport[]> {
    this.#running = options;
    for (const member of this.#members.values()) this.#start(member, options);
    try {
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
      if (failures.length > 0) throw failures[0];
      return reports;
    } finally {
      this.#running = undefined;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#members.keys()].map((name) => this.removeServo(name).catch(() => {}))); // run() throws it
    for (const resource of this.#options.resources) await resource[Symbol.asyncDispose]();
  }

  #start(member: Member, options: RunOptions): void {
    const run = member.run(options);
    run.catch(() => {}); // run() or removeServo() throws it
    this.#runs.set(member.servo.name, run);
  }

  #next(): string | undefined {
    return this.#runs.keys().next().value;
  }
}
