import type { Clock } from '../../time/clock.js';
import type { WireProgress } from '../../wire/completion.js';
import type { HandlerProgress } from '../dispatch/dispatch-scope.js';

/** What a {@link ProgressReporter} is made of. */
export interface ProgressReporterOptions {
  readonly clock: Clock;
  readonly commandUid: string | null;
  /** Delivers one report; called again only when the last call ended. */
  readonly post: (progress: WireProgress) => Promise<void>;
}

const interval = 1_000;

/**
 * Tells the optimizer how far a command is: one report at a time, at most one a second, the newest only, and strictly
 * rising between 0 and 100 exclusive. Dispose it before the completion is sent.
 */
export class ProgressReporter implements AsyncDisposable {
  readonly #options: ProgressReporterOptions;
  readonly #startedAt: number;
  readonly #stop = new AbortController();
  #newest: HandlerProgress | undefined;
  #sent = 0;
  #working: Promise<void> | undefined;

  constructor(options: ProgressReporterOptions) {
    this.#options = options;
    this.#startedAt = options.clock.monotonic();
  }

  /** Takes a report; it may be overtaken by a newer one. */
  take(progress: HandlerProgress): void {
    if (this.#stop.signal.aborted || !(progress.percent > this.#sent && progress.percent < 100)) return;
    this.#newest = progress;
    this.#working ??= this.#work();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#newest = undefined;
    this.#stop.abort();
    await this.#working;
  }

  async #work(): Promise<void> {
    const { clock, commandUid, post } = this.#options;
    for (let next = this.#newest; next; next = this.#newest) {
      this.#newest = undefined;
      this.#sent = next.percent;
      const runtime = (clock.monotonic() - this.#startedAt) / 1_000;
      await post({
        progress: next.percent,
        runtime,
        cmd_uid: commandUid,
        ...(next.message && { message: next.message }),
      });
      await clock.sleep(interval, { signal: this.#stop.signal }).catch(() => {}); // disposed: nothing is waited for
    }
    this.#working = undefined;
  }
}
