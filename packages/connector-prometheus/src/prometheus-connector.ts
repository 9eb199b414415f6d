import {
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
import { queryOf } from './measure-metric.js';
import { measureMetrics } from './measure-metrics.js';
import { type Notes, warnsOnce } from './notes.js';
import { PrometheusChecks } from './prometheus-checks.js';
import {
  type ConfiguredMetric,
  PrometheusConfig,
  type PrometheusSettings,
  type QueriedMetric,
} from './prometheus-config.js';
import { knownTargets, longestInterval } from './scrape-interval.js';
import { type Scraped, scraped } from './scraped.js';
import { lookBackOf } from './promql/query-window.js';
import { expandMetrics } from './shorthand/expand-metrics.js';
import { together } from './together.js';
import { type MeasuredWindow, measuredWindow } from './window/measured-window.js';

const longestWait = 60_000; // milliseconds for the last scrape

const Base: ConnectorBase<typeof PrometheusConfig> = Connector.with(PrometheusConfig);

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
  readonly #notes = warnsOnce(this.logger);

  @on('attach')
  attach(): void {
    if (this.config.tls?.insecure)
      this.logger.warn(`Whoever answers as ${this.config.baseUrl} is trusted: tls.insecure is set`);
    const { streamingInterval: streaming_interval, targets } = this.config;
    for (const [key, value] of Object.entries({ streaming_interval, targets }))
      if (value != null) this.logger.warn(`${key} is an older key that has no effect; leave it out`);
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
  async measure({ metrics: asked = [], control }: MeasureInput, context: EventContext): Promise<Measurement> {
    const configured = this.#wanted(asked);
    if (configured.length === 0) return measurement([]);
    const asking = { client: this.#client, logger: warnsOnce(context.logger) };
    const [window, before] = await together(context.signal, (signal) => {
      const known = scraped(configured, { ...asking, signal });
      return [this.#window(control, known, { ...asking, context, signal }), known] as const;
    });
    const { signal } = context;
    const isKnown = longestInterval(before.targets) !== undefined;
    const targets = isKnown ? before.targets : await knownTargets(this.#client, { ...asking, signal }); // a server that has just begun knows later
    const wanted = await expandMetrics(configured, { ...asking, signal, targets }); // there are more series now
    this.#warnOfLookBack(wanted, control);
    return measureMetrics(wanted, { ...asking, config: this.config, signal, ...window });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client[Symbol.asyncDispose]();
  }

  /** Those that are asked for, or all; an optimizer may also ask for what others measure. */
  #wanted(asked: readonly string[]): readonly ConfiguredMetric[] {
    const { metrics } = this.config;
    const wanted = asked.length === 0 ? metrics : metrics.filter(({ name }) => asked.includes(name));
    if (wanted.length === 0 && asked.length > 0)
      this.#notes.warn(`None of the metrics that are asked for is measured here: ${asked.join(', ')}`);
    return wanted;
  }

  /** What a query looks back at must not have been before the load or the settings. */
  #warnOfLookBack(wanted: readonly QueriedMetric[], { warmup }: Control): void {
    for (const { name, query } of wanted) {
      const back = new Duration(lookBackOf(query));
      if (back.milliseconds > warmup.milliseconds)
        this.#notes.warn(
          `${name} looks back ${String(back)}, and the warm-up lasts ${String(warmup)}: it tells of what was before, too`,
        );
    }
  }

  /** Waits for what is measured, and looks meanwhile whether it must end early. */
  async #window(
    control: Control,
    known: Promise<Scraped>,
    { context, signal, ...asking }: Watching,
  ): Promise<MeasuredWindow> {
    const { clock, logger, progress } = context;
    const conditions = sloConditions(control, context);
    const sample = async (request: SampleRequest): Promise<readonly Reading[]> =>
      this.#sample(request, { ...asking, targets: (await known).targets });
    const watch = { conditions, config: this.config.fastFail, sample, clock, logger, signal };
    const measuring = (wait: (signal: AbortSignal) => Promise<void>): Promise<void> => failFast(wait, watch);
    const lastScrape = known.then(({ interval }) => Math.min(interval, longestWait));
    return measuredWindow(control, { clock, signal, progress, lastScrape, measuring });
  }

  /** What the conditions of the measurement look at, whether or not it is measured. */
  async #sample(
    { metrics, from, to, signal }: SampleRequest,
    asking: Asking & { readonly targets: readonly ScrapeTarget[] },
  ): Promise<readonly Reading[]> {
    const configured = this.config.metrics.filter(({ name }) => metrics.includes(name));
    const wanted = await expandMetrics(configured, { ...asking, signal });
    const options = { ...asking, config: this.config, start: from, end: to, signal };
    return (await measureMetrics(wanted.map(forgiving), options)).readings;
  }
}

/** While it is measured a metric may have no value yet. */
function forgiving(wanted: QueriedMetric): QueriedMetric {
  return wanted.absent === 'zero' ? wanted : { ...wanted, absent: 'ignore' };
}

/** Who is asked, and where it is told what is odd. */
interface Asking {
  readonly client: PrometheusClient;
  readonly logger: Notes;
}

interface Watching extends Asking {
  readonly context: EventContext;
  readonly signal: AbortSignal;
}
