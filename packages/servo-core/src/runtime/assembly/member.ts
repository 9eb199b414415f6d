import type { EmbeddedOptimizer } from '../../optimizer/embedded-optimizer.js';
import type { StudyReport } from '../../optimizer/study-report.js';
import type { Logger } from '../../logging/logger.js';
import type { ServoDocument } from '../config-file/servo-document.js';
import type { ServoRunner } from '../runner/servo-runner.js';
import { Shutdown } from '../runner/shutdown.js';
import type { Servo } from '../servo/servo.js';
import { ServoError } from '../../errors/servo-error.js';
import { over } from '../../time/over.js';
import type { ServoStatus } from '../control/servo-status.js';
import type { RunOptions } from './run-options.js';

/** What drives a servo: its runner, and the optimizer in this process where there is one. */
export interface Drive {
  readonly runner: ServoRunner;
  readonly embedded?: EmbeddedOptimizer | undefined;
  /** Goes on beside the runner until the signal aborts; never rejects. */
  readonly beside?: ((signal: AbortSignal) => Promise<void>) | undefined;
}

/** What a {@link Member} is made of. */
export interface MemberOptions {
  readonly document: ServoDocument;
  readonly servo: Servo;
  readonly logger: Logger;
  /** Called when the servo is first run: what only describes or measures needs no optimizer. */
  readonly drive: () => Promise<Drive>;
  /** How the servo is, by what was observed. */
  readonly status: () => ServoStatus;
  /** Whether its study ends its run, where the run itself does not say so. @default false */
  readonly exitsWhenDone?: boolean;
}

/** One servo of an assembly and what drives it. */
export class Member implements AsyncDisposable {
  readonly servo: Servo;
  readonly #options: MemberOptions;
  readonly #stop = new AbortController();
  #drive: Promise<Drive> | undefined;

  constructor(options: MemberOptions) {
    this.servo = options.servo;
    this.#options = options;
  }

  /** What the servo is made from. */
  get document(): ServoDocument {
    return this.#options.document;
  }

  /** How the servo is. */
  get status(): ServoStatus {
    return this.#options.status();
  }

  /** Puts the settings back and does nothing until {@link resume}. */
  async pause(): Promise<void> {
    (await this.#driven()).runner.pause();
  }

  async resume(): Promise<void> {
    (await this.#driven()).runner.resume();
  }

  /** Ends the run of this servo alone. */
  stop(reason: string): void {
    this.#stop.abort(new Shutdown(reason));
  }

  /** Runs the servo until it is stopped, or until its study is done where that ends it; answers the study's report. */
  async run({ signal, exitWhenDone = false }: RunOptions): Promise<StudyReport | undefined> {
    const { runner, embedded, beside } = await this.#driven();
    const study = embedded && this.#follow(embedded, exitWhenDone || this.#options.exitsWhenDone === true);
    const ended = new AbortController();
    void beside?.(AbortSignal.any([signal, this.#stop.signal, ended.signal]));
    try {
      await runner.run(AbortSignal.any([signal, this.#stop.signal]));
    } finally {
      ended.abort(over); // what does not heed it is not waited for
    }
    return study?.();
  }

  #driven(): Promise<Drive> {
    return (this.#drive ??= this.#options.drive());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.servo[Symbol.asyncDispose]();
    } finally {
      const drive = await this.#drive?.catch(() => undefined); // run() threw it
      await drive?.embedded?.[Symbol.asyncDispose]();
    }
  }

  /** Ends the run when the study does. Answers what it came to, if it did, once the run is over. */
  #follow({ done }: EmbeddedOptimizer, exitWhenDone: boolean): () => StudyReport | undefined {
    let outcome: { readonly report: StudyReport } | { readonly failure: unknown } | undefined;
    done.then(
      (report) => {
        outcome = { report };
        if (exitWhenDone) this.stop('study done');
      },
      (failure: unknown) => {
        outcome = { failure };
        if (this.#stop.signal.aborted) return;
        this.#options.logger.debug(`The study cannot go on: ${ServoError.from(failure).message}`);
        this.stop('study failed');
      },
    );
    return () => {
      if (outcome && 'failure' in outcome) throw outcome.failure;
      return outcome?.report;
    };
  }
}
