import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock, SleepOptions } from '@servo/core';

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** Lets promises settle, and what they do with files end. */
async function quiet(): Promise<void> {
  do await nextTurn();
  while (process.getActiveResourcesInfo().some((kind) => kind.startsWith('FSReq') || kind === 'CloseReq'));
}

/** How a {@link FakeClock} starts. */
export interface FakeClockOptions {
  /**
   * The wall clock's first reading.
   * @default 2026-01-01T00:00:00Z
   */
  readonly now?: Date | number | undefined;
}

/**
 * A clock that moves only when it is told to, so that a test of a long wait is quick and certain.
 *
 * @example
 * const clock = new FakeClock();
 * const slept = clock.sleep(60_000);
 * await clock.advance(60_000);
 * await slept;
 */
export class FakeClock implements Clock {
  readonly #start: number;
  readonly #sleepers = new Set<Sleeper>();
  readonly #sleeps: number[] = [];
  #elapsed = 0;

  constructor({ now = Date.UTC(2026, 0, 1) }: FakeClockOptions = {}) {
    this.#start = Number(now);
  }

  /** How many waits have not ended. */
  get pending(): number {
    return this.#sleepers.size;
  }

  /** The length of every wait that was asked for, in milliseconds. */
  get sleeps(): readonly number[] {
    return this.#sleeps;
  }

  now(): number {
    return this.#start + this.#elapsed;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  sleep(milliseconds: number, { signal }: SleepOptions = {}): Promise<void> {
    this.#sleeps.push(milliseconds);
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const stop = (): void => {
        this.#sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      const wake = (): void => {
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener('abort', stop);
        resolve();
      };
      const sleeper: Sleeper = { due: this.#elapsed + Math.max(0, milliseconds), wake };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', stop, { once: true });
    });
  }

  /**
   * Moves the time forward. Waits that end on the way end in order of time, each at its own time; what follows from one
   * is done before the next, and may begin new waits that end within the same stretch. `advance(0)` lets promises settle.
   */
  async advance(milliseconds: number): Promise<void> {
    await quiet();
    const target = this.#elapsed + milliseconds;
    for (let next = this.#next(target); next; next = this.#next(target)) {
      this.#elapsed = Math.max(this.#elapsed, next.due);
      next.wake();
      await quiet();
    }
    this.#elapsed = Math.max(this.#elapsed, target);
  }

  /**
   * Moves the time to the end of the next wait, again and again, until the work is done, and answers as it does. Files
   * have real time before each move, and sockets while nothing waits: a deadline beside a socket would pass at once, so
   * advance by hand there.
   */
  async until<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const settled = (): void => {
      done = true;
    };
    work.then(settled, settled);
    await quiet();
    while (!done) {
      const next = this.#next(Number.MAX_VALUE);
      await (next ? this.advance(next.due - this.#elapsed) : nextTurn());
    }
    return work;
  }

  #next(target: number): Sleeper | undefined {
    const due = [...this.#sleepers].filter((sleeper) => sleeper.due <= target);
    return due.toSorted((a, b) => a.due - b.due)[0];
  }
}
