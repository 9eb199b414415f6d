import {
  Connector,
  type ConnectorBase,
  type ConnectorCommands,
  type Description,
  description,
  type EventContext,
  type Measurement,
  type MeasureInput,
  type Metric,
  on,
} from '@servo/core';
import { failFast, RecentReadings, sloConditions } from '@servo/core/fast-fail';
import { chooseMetrics, LoadObserver, type LoadObserverOptions, loadMetrics, watchWindow } from '@servo/load';
import { attackCommand } from './attack-command.js';
import { type AttackJob, prepareAttack } from './attack-job.js';
import type { AttackTally } from './attack-tally.js';
import { driveAttack } from './drive-attack.js';
import { loadMeasurement, shortfallOf } from './load-measurement.js';
import { VegetaChecks } from './vegeta-checks.js';
import { VegetaConfig, type VegetaSettings } from './vegeta-config.js';

const Base: ConnectorBase<typeof VegetaConfig> = Connector.with(VegetaConfig);

/**
 * Loads HTTP services with vegeta while it measures, and reports throughput, errors and latency.
 *
 * @example
 * new VegetaConnector(host); // `host.config` comes from VegetaConfig
 */
export class VegetaConnector extends Base {
  static readonly checks = VegetaChecks;
  static readonly commands: ConnectorCommands<Connector<VegetaSettings>> = { attack: attackCommand };

  @on('metrics')
  metrics(): readonly Metric[] {
    return chooseMetrics(loadMetrics, { configured: this.config.metrics });
  }

  @on('describe')
  describe(): Description {
    return description({ metrics: this.metrics() });
  }

  /** Makes the load even when none of its metrics is wanted: another connector may measure what it does. */
  @on('measure')
  async measure({ metrics: asked, control }: MeasureInput, context: EventContext): Promise<Measurement> {
    const { clock, signal, logger } = context;
    const conditions = sloConditions(control, context);
    const job = await prepareAttack(this.host, control, { clock, signal });
    const wanted = chooseMetrics(loadMetrics, { configured: this.config.metrics, asked });
    const recent = new RecentReadings();
    const observer = this.#observer(job, { wanted, context, recent: conditions.length > 0 ? recent : undefined });
    const config = watchWindow(this.config.fastFail, job.plan);
    const load = (inner: AbortSignal): Promise<AttackTally> =>
      driveAttack(job, { clock, signal: inner, onProgress: observer.progress });
    const tally = await failFast(load, { conditions, config, sample: recent.sample, clock, signal, logger });
    const result = loadMeasurement(tally, job, wanted);
    this.#warn(tally, job, context);
    return result;
  }

  #observer(
    { target, plan }: AttackJob,
    options: Pick<LoadObserverOptions, 'wanted' | 'context' | 'recent'>,
  ): LoadObserver {
    const { warmup, duration, main } = plan;
    return new LoadObserver({
      target,
      rate: String(main.rate),
      warmup,
      duration,
      measured: this.metrics(),
      ...options,
    });
  }

  #warn(tally: AttackTally, { target, plan }: AttackJob, { logger }: EventContext): void {
    const { requests, answered } = tally.total();
    const [error = 'no error'] = tally.errors.errors[0] ?? [];
    if (answered === 0) logger.warn(`${target} answered none of ${requests} requests: ${error}`);
    const shortfall = shortfallOf(requests, plan);
    if (!shortfall) return;
    const { asked, achieved } = shortfall;
    logger.warn(
      `Load not reached: only ${achieved} of ${asked} requests/s were sent; the service, or this machine, is too slow`,
      {
        asked,
        achieved,
        ...(this.config.maxWorkers !== undefined && { max_workers: this.config.maxWorkers }),
      },
    );
  }
}
