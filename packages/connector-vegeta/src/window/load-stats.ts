import type { AttackResult } from '../raw/attack-result.js';
import { LatencyHistogram } from './latency-histogram.js';

/** What became of the requests of some stretch of time. */
export class LoadStats {
  readonly latencies: LatencyHistogram = new LatencyHistogram();
  #succeeded = 0;
  #answered = 0;
  #bytesIn = 0;
  #bytesOut = 0;

  get requests(): number {
    return this.latencies.count;
  }

  /** Answers of 2xx and 3xx, as vegeta counts them. */
  get succeeded(): number {
    return this.#succeeded;
  }

  /** Answers with whatever status. */
  get answered(): number {
    return this.#answered;
  }

  get bytesIn(): number {
    return this.#bytesIn;
  }

  get bytesOut(): number {
    return this.#bytesOut;
  }

  add({ latency, code, bytesIn, bytesOut }: AttackResult): void {
    this.latencies.add(latency);
    if (code > 0) this.#answered += 1;
    if (code >= 200 && code < 400) this.#succeeded += 1;
    this.#bytesIn += bytesIn;
    this.#bytesOut += bytesOut;
  }

  merge(other: LoadStats): void {
    this.latencies.merge(other.latencies);
    this.#succeeded += other.#succeeded;
    this.#answered += other.#answered;
    this.#bytesIn += other.#bytesIn;
    this.#bytesOut += other.#bytesOut;
  }

  /** Makes one of several. */
  static of(parts: readonly LoadStats[]): LoadStats {
    const sum = new LoadStats();
    for (const part of parts) sum.merge(part);
    return sum;
  }
}
