import {
  Connector,
  type ConnectorBase,
  type ConnectorCommands,
  deadline,
  type Description,
  description,
  type EventContext,
  type Measurement,
  MeasurementFailedError,
  type MeasureInput,
  type Metric,
  on,
} from '@servo/core';
import { failFast, RecentReadings, sloConditions } from '@servo/core/fast-fail';
import { chooseMetrics, LoadObserver, type LoadObserverOptions, watchWindow } from '@servo/load';
import { attackCommand } from './attack-command.js';
import { AutocannonChecks } from './autocannon-checks.js';
import { AutocannonConfig, type AutocannonSettings } from './autocannon-config.js';
import { type DriveOptions, driveLoad } from './drive-load.js';
import { loadMeasurement, shortfallOf } from './load-measurement.js';
import type { LoadSummary } from './load-message.js';
import { loadMetrics } from './load-metrics.js';
import { describeTarget, type LoadPlan, planLoad } from './load-plan.js';
import { type LoadTimes, loadTimes } from './load-times.js';

const Base: ConnectorBase<typeof AutocannonConfig> = Connector.with(AutocannonConfig);
const margin = 30_000; // milliseconds on top of what a load can take, after which its thread counts as stuck

/**
 * Loads an HTTP service at a steady rate while it measures, and reports throughput, errors and latency.
 *
 * @example
 * new AutocannonConnector(host); // `host.config` comes from AutocannonConfig
 */
export class AutocannonConnector extends Base {
  static readonly checks = AutocannonChecks;
  static readonly commands: ConnectorCommands<Connector<AutocannonSettings>> = { attack: attackCommand };
  #warnedOfTimes = false; // as it is the same each time

  @on('metrics')
  metrics(): readonly Metric[] {
    return chooseMetrics(loadMetrics, { configured: this.config.metrics });
  }

  @on('describe')
  describe(): Description {
    return description({ metrics: this.metrics() });
  }

  /** Sends the load even when none of its metrics is wanted: another connector may measure what it does. */
  @on('measure')
  async measure({ metrics: asked, control }: MeasureInput, context: EventContext): Promise<Measurement> {
    const { clock, signal, logger } = context;
    const target = describeTarget(this.config);
    const metrics = chooseMetrics(loadMetrics, { configured: this.config.metrics, asked });
    const conditions = sloConditions(control, context);
    const times = loadTimes(this.config, control);
    this.#warnOfTimes(times, context);
    const plan = await planLoad(this.config, { times, cwd: this.host.cwd });
    const recent = new RecentReadings();
    const observer = this.#observer(plan, { target, wanted: metrics, recent, context });
    let windowStart = clock.now() + plan.warmup;
    const onStart = (): void => void (windowStart = clock.now() + plan.warmup);
    const load = (inner: AbortSignal): Promise<LoadSummary> =>
      this.#load(plan, { clock, signal: inner, onStart, onProgress: observer.progress });
    const watch = { conditions, config: watchWindow(this.config.fastFail, plan), sample: recent.sample };
    const summary = await failFast(load, { clock, signal, logger, ...watch });
    const result = loadMeasurement(summary, { plan, target, metrics, windowStart });
    this.#warnOfSilence(summary, target, context);
    this.#warnOfShortfall(summary, plan, context);
    return result;
  }

  #observer(
    { rate, warmup, duration }: LoadPlan,
    options: Pick<LoadObserverOptions, 'target' | 'wanted' | 'recent' | 'context'>,
  ): LoadObserver {
    return new LoadObserver({ rate: `${rate} requests/s`, warmup, duration, measured: this.metrics(), ...options });
  }

  async #load(
    plan: LoadPlan,
    { clock, signal, ...told }: DriveOptions & Pick<EventContext, 'clock'>,
  ): Promise<LoadSummary> {
    const { warmup, duration, timeout } = plan;
    const stuck = (): MeasurementFailedError =>
      new MeasurementFailedError('The thread that sends the load does not end', { reason: 'load-failed' });
    using limit = deadline(warmup + duration + timeout + margin, { clock, signal, reason: stuck });
    return await driveLoad(plan, { signal: limit.signal, ...told });
  }

  #warnOfTimes({ warmup, duration, overruled }: LoadTimes, { logger }: EventContext): void {
    if (overruled.length === 0 || this.#warnedOfTimes) return;
    this.#warnedOfTimes = true;
    logger.warn(
      `The load takes ${String(duration)} after a warm-up of ${String(warmup)}, as the command says; the configured ${overruled.join(' and ')} is not used`,
    );
  }

  #warnOfSilence({ answered, requests, errors }: LoadSummary, target: string, { logger }: EventContext): void {
    if (answered > 0) return;
    const details = { errors: Object.fromEntries(errors) };
    logger.warn(`${target} answered none of ${requests} requests: ${errors[0]?.[0] ?? 'no error'}`, details);
  }

  #warnOfShortfall(summary: LoadSummary, plan: LoadPlan, { logger }: EventContext): void {
    const shortfall = shortfallOf(summary, plan);
    if (!shortfall) return;
    const { asked, achieved } = shortfall;
    logger.warn(
      `Only ${achieved} of ${asked} requests/s could be sent: the service is too slow for ${plan.connections} connections`,
      { asked, achieved, connections: plan.connections },
    );
  }
}
