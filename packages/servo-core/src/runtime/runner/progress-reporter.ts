import type { Clock } from '../../time/clock.js';
import { over } from '../../time/over.js';
import type { WireProgress } from '../../wire/completion.js';
import type { HandlerProgress } from '../dispatch/dispatch-scope.js';

/** What a {@link ProgressReporter} is made of. */
export interface ProgressReporterOptions {
  readonly clock: Clock;
  readonly commandUid: string | null;
  /** Nothing more is reported once it aborts: nobody wants to hear of the command any more. */
  readonly signal: AbortSignal;
  /** Delivers one report; called again only when the last call ended. */
  readonly post: (progress: WireProgress, signal: AbortSignal) => Promise<void>;
}

// Milliseconds: between two reports of one phase, and at least between any two.
const interval = 60_000;
const pause = 1_000;
// How long a report that is under way may hold up the completion.
const farewell = 2_000;

/**
 * Tells the optimizer how far a command is: every minute, and soon after the phase changes, which is what a message
 * says apart from its numbers. One report at a time, strictly rising between 0 and 100 exclusive. Where no handler says
 * anything, it creeps on, so that the optimizer hears of the servo and can cancel. Dispose it before the completion.
 */
export class ProgressReporter implements AsyncDisposable {
  readonly #options: ProgressReporterOptions;
  readonly #startedAt: number;
  readonly #stop = new AbortController();
  readonly #abandon = new AbortController();
  readonly #working: Promise<void>;
  #newest: HandlerProgress | undefined;
  #sent = 0;
  #isPosting = false;
  #phase: string | undefined;
  #wake = Promise.withResolvers<void>();

  constructor(options: ProgressReporterOptions) {
    this.#options = options;
    this.#startedAt = options.clock.monotonic();
    this.#working = this.#work();
  }

  /** Takes a report; it may be overtaken by a newer one. */
  take(progress: HandlerProgress): void {
    if (this.#isOver || !(progress.percent > this.#sent && progress.percent < 100)) return;
    this.#newest = progress;
    if (phaseOf(progress) !== this.#phase) this.#wake.resolve();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(over);
    if (this.#isPosting) await this.#sayFarewell();
    await this.#working;
  }

  /** Waits for the report that is under way, and abandons it when it takes too long. */
  async #sayFarewell(): Promise<void> {
    const done = new AbortController();
    const late = this.#options.clock.sleep(farewell, { signal: done.signal }).then(
      () => this.#abandon.abort(over),
      () => {}, // it ended in time
    );
    await Promise.race([this.#working, late]);
    done.abort(over);
  }

  async #work(): Promise<void> {
    while (await this.#isDue()) {
      await this.#report(this.#newest ?? { connector: '', percent: this.#sent + (99 - this.#sent) / 50 });
      await this.#rest(pause);
    }
  }

  get #isOver(): boolean {
    return this.#stop.signal.aborted || this.#options.signal.aborted;
  }

  async #isDue(): Promise<boolean> {
    await Promise.race([this.#wake.promise, this.#rest(interval)]);
    this.#wake = Promise.withResolvers();
    return !this.#isOver;
  }

  /** Waits, but not longer than it is wanted. */
  #rest(milliseconds: number): Promise<void> {
    return this.#options.clock.sleep(milliseconds, { signal: this.#stop.signal }).catch(() => {});
  }

  async #report(progress: HandlerProgress): Promise<void> {
    const { clock, commandUid, post } = this.#options;
    this.#newest = undefined;
    this.#sent = progress.percent;
    this.#phase = phaseOf(progress);
    const runtime = (clock.monotonic() - this.#startedAt) / 1_000;
    const message = progress.message && { message: progress.message };
    this.#isPosting = true;
    try {
      await post({ progress: progress.percent, runtime, cmd_uid: commandUid, ...message }, this.#abandon.signal);
    } finally {
      this.#isPosting = false;
    }
  }
}

function phaseOf({ connector, message = '' }: HandlerProgress): string {
  return `${connector}: ${message.replaceAll(/\d+/g, '')}`;
}
