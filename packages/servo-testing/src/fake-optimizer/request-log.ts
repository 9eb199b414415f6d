import type { ServoError } from '@servo/core';
import { type Occasion, occasionsOf, type ReceivedRequest } from './received-request.js';
import { Ring } from './ring.js';

/** What is waited for. */
export interface ReceivedOptions {
  /** Of any servo when absent. */
  readonly servo?: string | undefined;
  /**
   * How many since the start, those that came before the call included.
   * @default 1
   */
  readonly count?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Waiter {
  readonly count: number;
  readonly resolve: (request: ReceivedRequest) => void;
  readonly reject: (reason: unknown) => void;
}

interface Counter {
  count: number;
  latest: ReceivedRequest | undefined;
  readonly waiters: Set<Waiter>;
}

/** Remembers the newest requests, counts all, and tells who waits for one. */
export class RequestLog {
  readonly #ring: Ring<ReceivedRequest>;
  readonly #counters = new Map<string, Counter>();
  #failure: ServoError | undefined;

  /** @param capacity how many requests are remembered. */
  constructor(capacity: number) {
    this.#ring = new Ring(capacity);
  }

  /** The requests that are remembered, oldest first. */
  select(occasion: Occasion, servo?: string): readonly ReceivedRequest[] {
    return [...this.#ring].filter(
      (each) => (servo === undefined || each.servo === servo) && occasionsOf(each).includes(occasion),
    );
  }

  count(occasion: Occasion, servo?: string): number {
    return this.#counters.get(key(occasion, servo))?.count ?? 0;
  }

  add(request: ReceivedRequest): void {
    this.#ring.add(request);
    for (const occasion of occasionsOf(request)) {
      this.#note(this.#counter(occasion), request);
      this.#note(this.#counter(occasion, request.servo), request);
    }
  }

  /** Resolves with the request that makes the count full, or the newest one when that is not remembered any more. */
  received(occasion: Occasion, { servo, count = 1, signal }: ReceivedOptions = {}): Promise<ReceivedRequest> {
    const counter = this.#counter(occasion, servo);
    if (counter.count >= count && counter.latest) {
      const known = this.select(occasion, servo);
      return Promise.resolve(known[count - 1 - (counter.count - known.length)] ?? counter.latest);
    }
    if (signal?.aborted || this.#failure) return Promise.reject(this.#failure ?? signal?.reason);
    const { promise, resolve, reject } = Promise.withResolvers<ReceivedRequest>();
    const waiter: Waiter = { count, resolve, reject };
    const stop = (): void => reject(signal?.reason);
    counter.waiters.add(waiter);
    signal?.addEventListener('abort', stop, { once: true });
    const received = promise.finally(() => {
      counter.waiters.delete(waiter);
      signal?.removeEventListener('abort', stop);
    });
    received.catch(() => {}); // a test that failed does not wait any more
    return received;
  }

  /** Forgets what was received; the counts stay. */
  forget(): void {
    this.#ring.clear();
  }

  /** Rejects whoever waits, now and later. */
  fail(reason: ServoError): void {
    this.#failure ??= reason;
    for (const { waiters } of this.#counters.values()) for (const { reject } of waiters) reject(reason);
  }

  #counter(occasion: Occasion, servo?: string): Counter {
    const known = this.#counters.get(key(occasion, servo));
    if (known) return known;
    const fresh: Counter = { count: 0, latest: undefined, waiters: new Set() };
    this.#counters.set(key(occasion, servo), fresh);
    return fresh;
  }

  #note(counter: Counter, request: ReceivedRequest): void {
    counter.count += 1;
    counter.latest = request;
    for (const { count, resolve } of counter.waiters) if (count <= counter.count) resolve(request);
  }
}

function key(occasion: Occasion, servo?: string): string {
  return servo === undefined ? occasion : `${occasion} ${servo}`;
}
