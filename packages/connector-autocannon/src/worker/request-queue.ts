import type { Clock } from '@servo/core';
import type { Answer, Connection } from './connection.js';
import { type DueRequest, LoadPhase } from './load-phase.js';

/** What a {@link RequestQueue} is made of. */
export interface RequestQueueOptions {
  readonly clock: Clock;
  /** The most requests of one phase under way at one time. */
  readonly limit: number;
  /** Milliseconds from when a request is due until it is given up. */
  readonly timeout: number;
  /** More than `limit` where requests of an earlier phase may still hold some. The first ones are preferred. */
  readonly connections: readonly Connection[];
  /** Called after each request that ended, with how many of the present phase are under way. */
  readonly onSettled?: ((phase: LoadPhase, underWay: number) => void) | undefined;
}

/**
 * Requests that are due wait here for a free connection, first come, first served, and each until its time is up.
 * Connections take turns, so that each carries its share: a service may have tied them to processes of its own.
 */
export class RequestQueue {
  readonly #options: RequestQueueOptions;
  readonly #free: Connection[];
  readonly #spare: Connection[];
  #waiting: DueRequest[] = [];
  #underWay = 0;
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
    this.#underWay = 0;
    this.#phase = new LoadPhase(this.#options.clock.monotonic());
    return this.#phase;
  }

  /**
   * Resolves when everything that was due has ended. What waits is still sent, if late: who dropped it would not see how
   * long a service stalls that begins to do so before the end.
   */
  finish(): Promise<void> {
    return this.#phase.close();
  }

  /** One more request is due. */
  add(): void {
    const request = { dueAt: this.#options.clock.monotonic() };
    this.#phase.expect(request);
    this.#waiting.push(request);
    this.#send();
  }

  /** Before the time of one is up, that of all who came first is, and their connections are free. */
  #send(): void {
    while (this.#underWay < this.#options.limit) {
      this.#expire();
      const home = this.#free.length > 0 ? this.#free : this.#spare;
      const [connection, request] = [home[0], this.#waiting[0]];
      if (!connection || !request) return;
      home.shift();
      this.#waiting.shift();
      this.#sendOn(connection, home, request);
    }
  }

  #expire(): void {
    const { clock, timeout } = this.#options;
    for (let request = this.#waiting[0]; request; request = this.#waiting[0]) {
      if (clock.monotonic() - request.dueAt < timeout) return;
      this.#waiting.shift();
      this.#end(this.#phase, request, { error: 'timed out', timedOut: true, unsent: true });
    }
  }

  #sendOn(connection: Connection, home: Connection[], request: DueRequest): void {
    const { clock, timeout } = this.#options;
    const phase = this.#phase;
    const now = clock.monotonic();
    const sentAt = phase.closed ? undefined : sinceStart(phase, now);
    this.#underWay += 1;
    connection.send(timeout - (now - request.dueAt), (answer) => {
      home.push(connection);
      if (phase === this.#phase) this.#underWay -= 1;
      this.#end(phase, request, answer, sentAt);
      this.#send();
    });
  }

  #end(phase: LoadPhase, request: DueRequest, answer: Answer, sentAt?: number): void {
    const { clock, timeout, onSettled } = this.#options;
    const elapsed = clock.monotonic() - request.dueAt;
    const waited = answer.timedOut ? Math.max(timeout, elapsed) : elapsed; // a timer may be a little early
    const latency = answer.status !== undefined || answer.timedOut ? waited : undefined;
    const at = sinceStart(phase, request.dueAt);
    phase.end(request, { at, sentAt, latency, error: failureOf(answer) }, answer);
    onSettled?.(phase, this.#underWay);
  }
}

function sinceStart({ startedAt }: LoadPhase, time: number): number {
  return Math.round((time - startedAt) * 100) / 100;
}

function failureOf({ status, error }: Answer): string | undefined {
  if (status === undefined) return error;
  return status >= 200 && status < 400 ? undefined : `status ${status}`;
}
