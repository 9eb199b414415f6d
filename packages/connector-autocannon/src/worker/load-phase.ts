import type { Answer } from './connection.js';
import type { Sample } from './sample.js';

/** What was sent in one part of a load, the warm-up or the window, and what came of it. */
export class LoadPhase {
  readonly #startedAt: number;
  readonly #samples: Sample[] = [];
  readonly #errors = new Map<string, number>();
  readonly #settled = Promise.withResolvers<void>();
  #underWay = 0;
  #answered = 0;
  #taken = 0;
  #closed = false;

  /** @param startedAt is on the monotonic clock. */
  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  get startedAt(): number {
    return this.#startedAt;
  }

  /** What became of the requests that ended, in the order of their ends. */
  get samples(): readonly Sample[] {
    return this.#samples;
  }

  /** How often each error happened. */
  get errors(): ReadonlyMap<string, number> {
    return this.#errors;
  }

  /** How many requests wait for their answer. */
  get underWay(): number {
    return this.#underWay;
  }

  /** How many requests the service answered, with whatever status. */
  get answered(): number {
    return this.#answered;
  }

  /** How many requests the service was given, answered or not. */
  get taken(): number {
    return this.#taken;
  }

  begin(): void {
    this.#underWay += 1;
  }

  end(sample: Sample, { status, unsent }: Answer): void {
    this.#underWay -= 1;
    this.#samples.push(sample);
    if (status !== undefined) this.#answered += 1;
    if (!unsent) this.#taken += 1;
    if (sample.error !== undefined) this.#errors.set(sample.error, (this.#errors.get(sample.error) ?? 0) + 1);
    this.#resolve();
  }

  /** Resolves when the requests that were sent have ended; no more may be sent. */
  close(): Promise<void> {
    this.#closed = true;
    this.#resolve();
    return this.#settled.promise;
  }

  #resolve(): void {
    if (this.#closed && this.#underWay === 0) this.#settled.resolve();
  }
}
