import type { AttackResult } from '../raw/attack-result.js';
import { LoadStats } from './load-stats.js';

/** How an attack is divided. All in milliseconds. */
export interface WindowOptions {
  /** From one request to the next; 0 where requests are sent as fast as can be. */
  readonly gap: number;
  /** How much of the attack comes before the window. */
  readonly warmup: number;
  readonly duration: number;
  /** How long an interval is at least. */
  readonly interval: number;
}

const most = 1_000; // intervals, which bounds the memory

/**
 * Counts the results of an attack by when their requests were sent: what belongs to the warm-up is left out, the rest falls
 * into intervals of equal length. Memory does not grow with the number of results.
 *
 * The attack begins one gap before its first request, as vegeta has it. Boundaries lie in the middle between the times at
 * which requests are due, so that one that is sent a little late is still counted where it belongs.
 */
export class LoadWindow {
  /** How long an interval is, in milliseconds. */
  readonly length: number;
  readonly intervals: readonly LoadStats[];
  readonly #options: WindowOptions;
  #begin = Infinity;
  #started = false;

  constructor(options: WindowOptions) {
    const { duration, interval } = options;
    const count = Math.min(most, Math.max(1, Math.floor(duration / interval)));
    this.length = duration / count;
    this.intervals = Array.from({ length: count }, () => new LoadStats());
    this.#options = options;
  }

  /** When the window began, in milliseconds since the Unix epoch; infinite until the first result is there. */
  get startedAt(): number {
    return this.#begin + this.#options.warmup;
  }

  /** Returns whether the result belongs to the window. */
  add(result: AttackResult): boolean {
    const { gap, warmup } = this.#options;
    // the first result may be of a request that was sent late; there are better ones until the window begins
    if (!this.#started) this.#begin = Math.min(this.#begin, result.sentAt - (result.seq + 1) * gap);
    const offset = result.sentAt - gap / 2 - this.startedAt;
    if (offset < 0 && warmup > 0) return false;
    this.#started = true;
    const index = Math.max(0, Math.min(this.intervals.length - 1, Math.floor(offset / this.length)));
    this.intervals[index]?.add(result);
    return true;
  }
}
