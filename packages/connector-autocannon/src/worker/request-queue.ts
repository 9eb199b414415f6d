import type { Clock } from '@servo/core';
import type { Answer, Connection } from './connection.js';
import { LoadPhase } from './load-phase.js';

/** What a {@link RequestQueue} is made of. */
export interface RequestQueueOptions {
  readonly clock: Clock;
  /** The most requests of one phase under way at one time. */
  readonly limit: number;
  /** More than `limit` where requests of an earlier phase may still hold some. The first ones are preferred. */
  readonly connections: readonly Connection[];
  /** Called after each request that ended. */
  readonly onSettled?: ((phase: LoadPhase) => void) | undefined;
}

/**
 * Requests that are due wait here for a free connection, first come, first served. Connections take turns, so that each
 * carries its share: a service may have tied them to processes of its own.
 */
export class RequestQueue {
  readonly #options: RequestQueueOptions;
  readonly #free: Connection[];
  readonly #spare: Connection[];
  #waiting: number[] = [];
  #phase: LoadPhase;

  constructor(options: RequestQueueOptions) {
    const { clock, connections, limit } = options;
    this.#options = options;
    this.#free = connections.slice(0, limit);
    this.#spare = connections.slice(limit);
    this.#phase = new LoadPhase(clock.monotonic());
  }

  get phase(): LoadPhase {
    return this.#phase;
  }

  /** Drops what waits and begins a phase, in which what is still under way neither counts nor takes up a place. */
  beginPhase(): LoadPhase {
    this.#waiting = [];
    this.#phase = new LoadPhase(this.#options.clock.monotonic());
    return this.#phase;
  }

  /** Drops what waits, and resolves when what is under way has ended. */
  finish(): Promise<void> {
    this.#waiting = [];
    return this.#phase.close();
  }

  /** One more request is due. */
  add(): void {
    this.#waiting.push(this.#options.clock.monotonic());
    this.#send();
  }

  #send(): void {
    while (this.#waiting.length > 0 && this.#phase.underWay < this.#options.limit) {
      const home = this.#free.length > 0 ? this.#free : this.#spare;
      const connection = home.shift();
      const dueAt = connection && this.#waiting.shift();
      if (dueAt === undefined) return;
      this.#sendOn(connection as Connection, home, dueAt); // there is one, as there is a time
    }
  }

  #sendOn(connection: Connection, home: Connection[], dueAt: number): void {
    const { clock, onSettled } = this.#options;
    const phase = this.#phase;
    const at = Math.round((clock.monotonic() - phase.startedAt) * 100) / 100; // a request is never sent before it is due
    phase.begin();
    connection.send((answer) => {
      home.push(connection);
      const error = failureOf(answer);
      const waited = answer.status !== undefined || answer.timedOut;
      const latency = waited ? clock.monotonic() - dueAt : undefined;
      phase.end({ at, latency, error }, answer);
      onSettled?.(phase);
      this.#send();
    });
  }
}

function failureOf({ status, error }: Answer): string | undefined {
  if (status === undefined) return error;
  return status >= 200 && status < 400 ? undefined : `status ${status}`;
}
