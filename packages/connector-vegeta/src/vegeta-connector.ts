import {
  Connector,
  type ConnectorBase,
  type ConnectorCommands,
  type Description,
  description,
  Duration,
  type EventContext,
  type Measurement,
  type MeasureInput,
  type Metric,
  on,
} from '@servo/core';
import { failFast, type FastFailConfig, sloConditions } from '@servo/core/fast-fail';
import { attackCommand } from './attack-command.js';
import { type AttackJob, prepareAttack } from './attack-job.js';
import { AttackObserver } from './attack-observer.js';
import type { AttackPlan } from './attack-plan.js';
import type { AttackTally } from './attack-tally.js';
import { driveAttack } from './drive-attack.js';
import { failureWarning } from './failure-warning.js';
import { chosenMetrics } from './load-metrics.js';
import { loadMeasurement, loadShortfall } from './load-measurement.js';
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
    return chosenMetrics(this.config.metrics);
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
    const wanted = chosenMetrics(this.config.metrics, asked);
    const kept = conditions.length > 0 ? this.metrics() : [];
    const { recent, progress } = new AttackObserver({ job, kept, wanted, context });
    const config = watchWindow(this.config.fastFail, job.plan);
    const load = (inner: AbortSignal): Promise<AttackTally> =>
      driveAttack(job, { clock, signal: inner, onProgress: progress });
    const tally = await failFast(load, { conditions, config, sample: recent.sample, clock, signal, logger });
    const result = loadMeasurement(tally, job, wanted);
    this.#warn(tally, job, context);
    return result;
  }

  #warn(tally: AttackTally, { target, plan }: AttackJob, { logger }: EventContext): void {
    const failures = failureWarning(tally, target);
    if (failures) logger.warn(failures);
    const { requests } = tally.total();
    const shortfall = loadShortfall(requests, plan);
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

/** Puts off the checks of a load, which are counted from its start, so that they begin a period into the window. */
function watchWindow(config: FastFailConfig, { warmup }: AttackPlan): FastFailConfig {
  const { period, skip } = config;
  return { ...config, skip: new Duration(warmup + Math.max(period.milliseconds, skip.milliseconds)) };
}
