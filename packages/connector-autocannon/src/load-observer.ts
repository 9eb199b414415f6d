import { dataPoint, type EventContext, type Metric } from '@servo/core';
import { RecentReadings } from '@servo/core/fast-fail';
import type { LoadProgress } from './load-message.js';
import type { LoadPlan } from './load-plan.js';

/** What a {@link LoadObserver} works with. */
export interface LoadObserverOptions {
  readonly plan: LoadPlan;
  /** For messages. */
  readonly target: string;
  /** What is measured. */
  readonly measured: readonly Metric[];
  /** What of it is handed over while the load runs. */
  readonly wanted: readonly Metric[];
  readonly context: Pick<EventContext, 'clock' | 'progress' | 'report'>;
}

/** Passes on how a load stands: its progress, and readings of the window so far, which it keeps for a while. */
export class LoadObserver {
  /** Of all that is measured. */
  readonly recent = new RecentReadings();
  readonly #options: LoadObserverOptions;
  #startedAt: number;

  constructor(options: LoadObserverOptions) {
    this.#options = options;
    this.#startedAt = options.context.clock.now();
  }

  /** When the window began, or will begin, in milliseconds since the Unix epoch. */
  get windowStart(): number {
    return this.#startedAt + this.#options.plan.warmup;
  }

  /** The load begins now. */
  start(): void {
    this.#startedAt = this.#options.context.clock.now();
  }

  progress({ stage, elapsed, values = {} }: LoadProgress): void {
    const { plan, target, measured, wanted, context } = this.#options;
    const percent = Math.min(99, (elapsed * 100) / (plan.warmup + plan.duration));
    context.progress(percent, `${stage} ${target} at ${plan.rate} requests/s`);
    for (const metric of measured) {
      const value = values[metric.name];
      if (value === undefined) continue;
      const reading = dataPoint(metric, context.clock.now(), value);
      this.recent.add(reading);
      if (wanted.includes(metric)) context.report(reading);
    }
  }
}
