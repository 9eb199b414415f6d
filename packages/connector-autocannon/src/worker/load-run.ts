import type { Clock } from '@servo/core';
import type { LoadMessage, LoadStage, LoadSummary } from '../load-message.js';
import type { LoadPlan } from '../load-plan.js';
import type { Connection } from './connection.js';
import { interimValues } from './interim-values.js';
import type { LoadPhase } from './load-phase.js';
import { pace } from './pace.js';
import { RequestQueue } from './request-queue.js';
import type { Sample } from './sample.js';
import { windowSeries } from './window-series.js';

/** What a {@link LoadRun} works with. */
export interface LoadRunOptions {
  readonly clock: Clock;
  /** Twice as many as the plan asks for, so that the warm-up cannot hold back the window. */
  readonly connections: readonly Connection[];
  readonly tell: (message: LoadMessage) => void;
}

const patience = 1_000; // milliseconds that a service may refuse connections before the load is given up

/** One load: a warm-up that is not counted, then the window, then the wait for the answers to what was due in it. */
export class LoadRun {
  readonly #plan: LoadPlan;
  readonly #options: LoadRunOptions;
  readonly #queue: RequestQueue;
  readonly #startedAt: number;
  readonly #hopeless = new AbortController();
  readonly #done = new AbortController();
  #stage: LoadStage = 'warming up';
  #taken = false;
  #intervals = 0;

  constructor(plan: LoadPlan, options: LoadRunOptions) {
    const { clock, connections } = options;
    this.#plan = plan;
    this.#options = options;
    this.#startedAt = clock.monotonic();
    this.#queue = new RequestQueue({
      clock,
      connections,
      limit: plan.connections,
      timeout: plan.timeout,
      onSettled: (phase, underWay) => this.#review(phase, underWay),
    });
  }

  /** Carries the load out. A service that never took a connection ends it early. */
  async run(): Promise<LoadSummary> {
    const progress = this.#tellProgress();
    const givenUpAfter = await this.#send();
    this.#stage = 'waiting for the last answers';
    if (givenUpAfter === undefined) await this.#queue.finish();
    this.#done.abort();
    await progress;
    const { samples, sent, answered, errors } = this.#queue.phase;
    return {
      kind: 'summary',
      series: windowSeries(answered > 0 ? samples : this.#asLost(samples), this.#plan),
      requests: samples.length,
      sent,
      answered,
      taken: this.#taken,
      givenUpAfter,
      errors: [...errors].toSorted(([, a], [, b]) => b - a),
    };
  }

  async #send(): Promise<number | undefined> {
    try {
      await this.#pace(this.#plan.warmup);
      this.#queue.beginPhase();
      this.#stage = 'measuring';
      await this.#pace(this.#plan.duration);
      return undefined;
    } catch (error) {
      if (!this.#hopeless.signal.aborted) throw error;
      return this.#options.clock.monotonic() - this.#startedAt;
    }
  }

  #pace(duration: number): Promise<void> {
    const { clock } = this.#options;
    return pace(() => this.#queue.add(), { clock, rate: this.#plan.rate, duration, signal: this.#hopeless.signal });
  }

  /** Where nothing was answered, no limit on the latency must seem to be kept, however soon the connections broke. */
  #asLost(samples: readonly Sample[]): readonly Sample[] {
    const { timeout } = this.#plan;
    return samples.map((sample) => ({ ...sample, latency: Math.max(timeout, sample.latency ?? 0) }));
  }

  #review({ taken, errors }: LoadPhase, underWay: number): void {
    this.#taken ||= taken > 0;
    if (this.#taken || errors.size === 0 || underWay > 0) return;
    if (this.#options.clock.monotonic() - this.#startedAt >= patience) this.#hopeless.abort();
  }

  async #tellProgress(): Promise<void> {
    const { clock, tell } = this.#options;
    tell({ kind: 'started' });
    while (!this.#done.signal.aborted) {
      const elapsed = clock.monotonic() - this.#startedAt;
      tell({ kind: 'progress', stage: this.#stage, elapsed, values: this.#interim() });
      await clock.sleep(1_000, { signal: this.#done.signal }).catch(() => {}); // the load is over
    }
  }

  #interim(): ReturnType<typeof interimValues> | undefined {
    if (this.#stage !== 'measuring') return undefined;
    const elapsed = this.#options.clock.monotonic() - this.#queue.phase.startedAt;
    const intervals = Math.floor(elapsed / this.#plan.interval);
    if (intervals === this.#intervals) return undefined;
    this.#intervals = intervals;
    const { samples, pending } = this.#queue.phase;
    return interimValues(samples, { elapsed, pending, interval: this.#plan.interval });
  }
}
