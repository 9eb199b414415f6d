import { dataPoint, type EventContext, type Metric } from '@servo/core';
import { RecentReadings } from '@servo/core/fast-fail';
import type { AttackJob } from './attack-job.js';
import type { AttackProgress } from './drive-attack.js';
import { loadMetrics } from './load-metrics.js';

/** What an {@link AttackObserver} works with. */
export interface AttackObserverOptions {
  readonly job: AttackJob;
  /** What is kept. */
  readonly kept: readonly Metric[];
  /** What is handed over while the load runs. */
  readonly wanted: readonly Metric[];
  readonly context: Pick<EventContext, 'clock' | 'progress' | 'report'>;
}

/** Passes on how an attack stands: its progress, and readings of the latest answers, which it keeps for a while. */
export class AttackObserver {
  readonly recent: RecentReadings = new RecentReadings();
  readonly #options: AttackObserverOptions;

  constructor(options: AttackObserverOptions) {
    this.#options = options;
  }

  /** Needs no `this`. */
  readonly progress = ({ stage, elapsed, values }: AttackProgress): void => {
    const { job, kept, wanted, context } = this.#options;
    const { warmup, duration, main } = job.plan;
    const percent = Math.min(99, (elapsed * 100) / (warmup + duration));
    context.progress(percent, `${stage}: ${job.target} at ${String(main.rate)}`);
    for (const metric of loadMetrics) {
      const value = values[metric.name];
      if (value === undefined) continue;
      const reading = dataPoint(metric, context.clock.now(), value);
      if (kept.includes(metric)) this.recent.add(reading);
      if (wanted.includes(metric)) context.report(reading);
    }
  };
}
