import type { Clock, EventContext } from '@servo/core';

const tellEvery = 1_000; // milliseconds

/** What a {@link StagedWait} is made of. */
export interface StagedWaitOptions {
  readonly clock: Clock;
  readonly progress: EventContext['progress'];
  /** How long all stages take together, in milliseconds; it may turn out to be more. */
  readonly total: () => number;
}

/** Waits in stages that all count from the beginning, so that no delay adds up, and tells each second how far it is. */
export class StagedWait {
  readonly #options: StagedWaitOptions;
  readonly #begun: number;
  #told = 0;

  constructor(options: StagedWaitOptions) {
    this.#options = options;
    this.#begun = options.clock.monotonic();
  }

  /** Milliseconds since the beginning. */
  get elapsed(): number {
    return this.#options.clock.monotonic() - this.#begun;
  }

  /** Waits until so many milliseconds after the beginning; the end is looked at again each second. */
  async until(end: () => number, stage: string, signal: AbortSignal): Promise<void> {
    for (let left = end() - this.elapsed; left > 0; left = end() - this.elapsed) {
      this.#tell(stage);
      await this.#options.clock.sleep(Math.min(tellEvery, left), { signal });
    }
    signal.throwIfAborted();
  }

  /** Never says less than before. */
  #tell(stage: string): void {
    const { progress, total } = this.#options;
    this.#told = Math.max(this.#told, Math.min(100, (100 * this.elapsed) / total()));
    progress(this.#told, stage);
  }
}
