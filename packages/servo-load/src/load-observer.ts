import { dataPoint, type EventContext, type Metric } from '@servo/core';
import type { RecentReadings } from '@servo/core/fast-fail';

/** What a {@link LoadObserver} works with. */
export interface LoadObserverOptions {
  /** For messages. */
  readonly target: string;
  /** For messages: `50/1s`, `60 requests/s`. */
  readonly rate: string;
  /** Milliseconds before the window. */
  readonly warmup: number;
  /** Milliseconds of the window. */
  readonly duration: number;
  /** What is measured. */
  readonly measured: readonly Metric[];
  /** What of it is handed over while the load runs. */
  readonly wanted: readonly Metric[];
  /** Keeps all that is measured for a while; absent where nobody looks at it. */
  readonly recent?: Pick<RecentReadings, 'add'> | undefined;
  readonly context: Pick<EventContext, 'clock' | 'progress' | 'report'>;
}

/** How a load stands. */
export interface LoadState {
  /** In words: `warming up`. */
  readonly stage: string;
  /** Milliseconds since the load began. */
  readonly elapsed: number;
  /** Of the latest requests, by the name of the metric; absent or empty while there are none in the window. */
  readonly values?: Readonly<Record<string, number>> | undefined;
}

/** Passes on how a load stands: its progress, and readings of the latest requests. */
export class LoadObserver {
  readonly #options: LoadObserverOptions;

  constructor(options: LoadObserverOptions) {
    this.#options = options;
  }

  /** Needs no `this`. */
  readonly progress = ({ stage, elapsed, values = {} }: LoadState): void => {
    const { target, rate, warmup, duration, measured, wanted, recent, context } = this.#options;
    const percent = Math.min(99, (elapsed * 100) / (warmup + duration));
    context.progress(percent, `${stage}: ${target} at ${rate}`);
    for (const metric of measured) {
      const value = values[metric.name];
      if (value === undefined) continue;
      const reading = dataPoint(metric, context.clock.now(), value);
      recent?.add(reading);
      if (wanted.includes(metric)) context.report(reading);
    }
  };
}
