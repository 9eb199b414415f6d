import type * as PromClient from 'prom-client';
import type { StudyEvent } from '../../optimizer/study-report.js';
import type { Clock } from '../../time/clock.js';
import { type ServoStatus, servoActivities } from '../control/servo-status.js';
import type { RequestObserver } from '../optimizer-client/request-observer.js';
import type { ServoEvent } from '../runner/servo-event.js';
import { createMeters, type Meters } from './meters.js';
import { ServoLabels } from './servo-labels.js';

/** What {@link ServoMetrics} are made of. */
export interface ServoMetricsOptions {
  readonly clock: Clock;
  /** The version of the servo. */
  readonly version: string;
  /** How many servos have time series of their own; the others share one. @default 100 */
  readonly ownSeries?: number;
}

/** Counts what happens to servos, for Prometheus. */
export class ServoMetrics {
  readonly #clock: Clock;
  readonly #labels: ServoLabels;
  readonly #registry: PromClient.Registry;
  readonly #meters: Meters;

  /** @param prometheus The library, which is loaded only where metrics are wanted. */
  constructor(prometheus: typeof PromClient, { clock, version, ownSeries = 100 }: ServoMetricsOptions) {
    this.#clock = clock;
    this.#labels = new ServoLabels(ownSeries);
    this.#registry = new prometheus.Registry();
    this.#meters = createMeters(prometheus, this.#registry);
    this.#meters.build.set({ version, node: process.version }, 1);
    prometheus.collectDefaultMetrics({ register: this.#registry }); // memory, processor time, lag of the event loop
  }

  readonly observe = (event: ServoEvent): void => {
    const servo = this.#labels.of(event.servo);
    const { turns, commands, commandSeconds, retries, restarts } = this.#meters;
    switch (event.type) {
      case 'turned':
        return turns.inc({ servo });
      case 'command-finished':
        commands.inc({ servo, command: event.command, status: event.status });
        return commandSeconds.observe({ command: event.command }, event.elapsed / 1_000);
      case 'retrying':
        return retries.inc({ servo });
      case 'restarting':
        return restarts.inc({ servo });
      case 'study':
        return this.#study(servo, event.event);
      default: // the status tells
    }
  };

  readonly onRequest: RequestObserver = (event) => {
    const { requests, requestSeconds, requestsInFlight } = this.#meters;
    const started = this.#clock.monotonic();
    requestsInFlight.inc();
    return (outcome) => {
      requestsInFlight.dec();
      requests.inc({ event, outcome });
      requestSeconds.observe({ event }, (this.#clock.monotonic() - started) / 1_000);
    };
  };

  /** What is known now, in the text format of Prometheus. */
  async text(statuses: readonly ServoStatus[]): Promise<{ readonly type: string; readonly body: string }> {
    const { servos } = this.#meters;
    for (const activity of servoActivities)
      servos.set({ activity }, statuses.filter((status) => status.activity === activity).length);
    this.#countDown(statuses);
    return { type: this.#registry.contentType, body: await this.#registry.metrics() };
  }

  #countDown(statuses: readonly ServoStatus[]): void {
    const { backoff } = this.#meters;
    const now = this.#clock.now();
    const longest = new Map<string, number>();
    for (const { servo, activity, until = now } of statuses) {
      const label = this.#labels.of(servo);
      const waits = activity === 'retrying' || activity === 'restarting' ? Math.max(0, until - now) / 1_000 : 0;
      longest.set(label, Math.max(waits, longest.get(label) ?? 0));
    }
    backoff.reset();
    for (const [servo, seconds] of longest) backoff.set({ servo }, seconds);
  }

  #study(servo: string, event: StudyEvent): void {
    if (event.type === 'trial-finished') this.#meters.trials.inc({ servo, verdict: event.trial.verdict });
    else if (event.type === 'study-finished' && !event.earlier)
      this.#meters.saving.set({ servo }, event.report.saving ?? 0);
  }
}
