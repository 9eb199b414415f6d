import {
  type Clock,
  Connector,
  type ConnectorBase,
  type ConnectorCommands,
  type Control,
  type DescribeInput,
  type Description,
  description,
  Duration,
  type EventContext,
  type Measurement,
  measurement,
  MeasurementFailedError,
  type MeasureInput,
  type Metric,
  metric,
  on,
  type Reading,
} from '@servo/core';
import { failFast, type SampleRequest, sloConditions } from '@servo/core/fast-fail';
import { PrometheusClient } from './client/prometheus-client.js';
import type { ScrapeTarget } from './client/scrape-target.js';
import { metricsCommand } from './commands/metrics-command.js';
import { queryCommand } from './commands/query-command.js';
import { targetsCommand } from './commands/targets-command.js';
import { measureMetric, queryOf } from './measure-metric.js';
import { PrometheusChecks } from './prometheus-checks.js';
import { PrometheusConfig, type PrometheusSettings, type QueriedMetric } from './prometheus-config.js';
import { knownTargets, longestInterval } from './scrape-interval.js';
import { expandMetrics } from './shorthand/expand-metrics.js';

const Base: ConnectorBase<typeof PrometheusConfig> = Connector.with(PrometheusConfig);
const longestWait = 60_000; // milliseconds for the last scrape

/** What a server scrapes, and how often what is measured is: milliseconds, 0 where that is not known. */
interface Scraped {
  readonly targets: readonly ScrapeTarget[];
  readonly interval: number;
}

/** A stretch of time that was measured, in milliseconds since the Unix epoch. */
interface Window {
  readonly start: number;
  readonly end: number;
}

/**
 * Measures with the queries of a Prometheus server, and of what speaks its API.
 *
 * @example
 * new PrometheusConnector(host); // `host.config` comes from PrometheusConfig
 */
export class PrometheusConnector extends Base implements AsyncDisposable {
  static readonly checks = PrometheusChecks;
  static readonly commands: ConnectorCommands<Connector<PrometheusSettings>> = {
    targets: targetsCommand,
    query: queryCommand,
    metrics: metricsCommand,
  };
  readonly #options = { config: this.config, cwd: this.host.cwd, clock: this.host.clock };
  readonly #client = new PrometheusClient({ ...this.#options, logger: this.logger });

  @on('attach')
  attach(): void {
    if (this.config.tls?.insecure)
      this.logger.warn(`Whoever answers as ${this.config.baseUrl} is trusted: tls.insecure is set`);
  }

  @on('metrics')
  metrics(): readonly Metric[] {
    return this.config.metrics.map(({ name, unit }) => metric(name, unit));
  }

  /** Says how each metric is asked for, too; what a shorthand stands for depends on what the server scrapes. */
  @on('describe')
  async describe(_: DescribeInput, context: EventContext): Promise<Description> {
    const atOnce = { ...this.#options, config: { ...this.config, retry: Duration.from(0) } };
    await using client = new PrometheusClient(atOnce);
    const metrics = await expandMetrics(this.config.metrics, { client, ...context });
    return description({ metrics: metrics.map((each) => metric(each.name, each.unit, queryOf(each))) });
  }

  /** Waits as long as is measured, until the last scrape is in, and asks for it then. */
  @on('measure')
  async measure({ metrics: asked, control }: MeasureInput, context: EventContext): Promise<Measurement> {
    const configured = this.config.metrics.filter(({ name }) => !asked || asked.length === 0 || asked.includes(name));
    if (configured.length === 0) return measurement([]);
    const before = await knownTargets(this.#client, context);
    const expected = await expandMetrics(configured, { client: this.#client, ...context, targets: before });
    const interval = Math.max(0, ...expected.map((each) => each.interval ?? 0));
    const window = await this.#wait(control, { interval, targets: before }, context);
    const known = longestInterval(before) !== undefined;
    const targets = known ? before : await knownTargets(this.#client, context); // a server that has just begun knows later
    const wanted = await expandMetrics(configured, { client: this.#client, ...context, targets }); // there are more series now
    const options = { client: this.#client, config: this.config, signal: context.signal, ...window };
    const measured = await Promise.all(wanted.map((each) => measureMetric(each, options)));
    for (const warning of new Set(measured.flatMap(({ warnings }) => warnings))) context.logger.warn(warning);
    return measurement(
      measured.flatMap(({ readings }) => readings),
      {
        absent: measured.flatMap(({ absent }) => absent),
        annotations: Object.fromEntries(wanted.map(({ name }, index) => [name, measured[index]?.annotation ?? ''])),
      },
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client[Symbol.asyncDispose]();
  }

  async #wait(control: Control, { interval, targets }: Scraped, context: EventContext): Promise<Window> {
    const { clock, logger } = context;
    const [warmup, duration] = [control.warmup.milliseconds, control.duration.milliseconds];
    if (duration <= 0)
      throw new MeasurementFailedError('There is nothing to measure in no time: the duration is 0', {
        reason: 'no-duration',
      });
    const late = Math.max(control.delay.milliseconds, Math.min(interval, longestWait));
    const begun = clock.monotonic();
    const total = warmup + duration + late;
    const waiting = (stage: string, until: number, signal: AbortSignal): Promise<void> =>
      sleepWithProgress({ clock, begun, until, total, stage, signal, progress: context.progress });
    await waiting('warming up', warmup, context.signal);
    const start = clock.now();
    const conditions = sloConditions(control, context);
    const watch = {
      conditions,
      config: this.config.fastFail,
      sample: (request: SampleRequest) => this.#sample(request, targets),
    };
    const measuring = (signal: AbortSignal): Promise<void> => waiting('measuring', warmup + duration, signal);
    await failFast(measuring, { ...watch, clock, logger, signal: context.signal });
    await waiting('waiting for the last scrape', total, context.signal);
    return { start, end: start + duration };
  }

  /** What the conditions of the measurement look at, whether or not it is measured. */
  async #sample(
    { metrics, from, to, signal }: SampleRequest,
    targets: readonly ScrapeTarget[],
  ): Promise<readonly Reading[]> {
    const configured = this.config.metrics.filter(({ name }) => metrics.includes(name));
    const { logger } = this;
    const wanted = await expandMetrics(configured, { client: this.#client, signal, logger, targets });
    const options = { client: this.#client, config: this.config, start: from, end: to, signal };
    const measured = await Promise.all(wanted.map((each) => measureMetric(withoutFailing(each), options)));
    return measured.flatMap(({ readings }) => readings);
  }
}

/** While it is measured a metric may have no value yet. */
function withoutFailing(wanted: QueriedMetric): QueriedMetric {
  return wanted.absent === 'fail' ? { ...wanted, absent: 'ignore' } : wanted;
}

/** Sleeps until so long after the beginning, and tells each second how far it is; milliseconds. */
async function sleepWithProgress(options: {
  readonly clock: Clock;
  readonly begun: number;
  readonly until: number;
  readonly total: number;
  readonly stage: string;
  readonly signal: AbortSignal;
  readonly progress: EventContext['progress'];
}): Promise<void> {
  const { clock, begun, until, total, stage, signal, progress } = options;
  for (;;) {
    const elapsed = clock.monotonic() - begun;
    if (elapsed >= until) return;
    progress((100 * elapsed) / total, stage);
    await clock.sleep(Math.min(1_000, until - elapsed), { signal });
  }
}
