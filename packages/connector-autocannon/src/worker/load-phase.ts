import type { Answer } from './connection.js';
import type { Sample } from './sample.js';

/** A request that is due. */
export interface DueRequest {
  /** On the monotonic clock. */
  readonly dueAt: number;
}

/** What was due in one part of a load, the warm-up or the window, and what came of it. */
export class LoadPhase {
  readonly #startedAt: number;
  readonly #samples: Sample[] = [];
  readonly #errors = new Map<string, number>();
  readonly #settled = Promise.withResolvers<void>();
  readonly #open = new Set<DueRequest>();
  #sent = 0;
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

  /** Whether the time of this part is over, so that what is still sent is late. */
  get closed(): boolean {
    return this.#closed;
  }

  /** What became of the requests that ended, in the order of their ends. */
  get samples(): readonly Sample[] {
    return this.#samples;
  }

  /** How often each error happened. */
  get errors(): ReadonlyMap<string, number> {
    return this.#errors;
  }

  /** How many requests were sent before the end. */
  get sent(): number {
    return this.#sent;
  }

  /** How many requests the service answered, with whatever status. */
  get answered(): number {
    return this.#answered;
  }

  /** How many requests the service was given, answered or not. */
  get taken(): number {
    return this.#taken;
  }

  /** When the requests were due that have not ended, in milliseconds since the start; the oldest first. */
  get pending(): readonly number[] {
    return [...this.#open].map(({ dueAt }) => dueAt - this.#startedAt);
  }

  /** One more request is due. */
  expect(request: DueRequest): void {
    this.#open.add(request);
  }

  /** A request that was due ended. */
  end(request: DueRequest, sample: Sample, { status, unsent }: Answer): void {
    this.#open.delete(request);
    this.#samples.push(sample);
    if (sample.sentAt !== undefined) this.#sent += 1;
    if (status !== undefined) this.#answered += 1;
    if (!unsent) this.#taken += 1;
    if (sample.error !== undefined) this.#errors.set(sample.error, (this.#errors.get(sample.error) ?? 0) + 1);
    this.#resolve();
  }

  /** Resolves when all that was due has ended; no more may become due. */
  close(): Promise<void> {
    this.#closed = true;
    this.#resolve();
    return this.#settled.promise;
  }

  #resolve(): void {
    if (this.#closed && this.#open.size === 0) this.#settled.resolve();
  }
}
