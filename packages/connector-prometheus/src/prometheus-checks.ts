import { check, CheckError, type ConnectorHost, type EventContext, ServoError } from '@servo/core';
import { PrometheusClient } from './client/prometheus-client.js';
import { queryOf } from './measure-metric.js';
import type { PrometheusSettings } from './prometheus-config.js';
import { expandMetrics } from './shorthand/expand-metrics.js';

/** The readiness probes of the connector. */
export class PrometheusChecks {
  readonly #host: ConnectorHost<PrometheusSettings>;

  constructor(host: ConnectorHost<PrometheusSettings>) {
    this.#host = host;
  }

  @check('server answers', { id: 'server', severity: 'critical', description: 'Asks a query that needs no data' })
  async serverAnswers({ signal, clock }: EventContext<'check'>): Promise<string> {
    await using client = this.#client();
    const begun = clock.now();
    const { series } = await client.query('time()', signal);
    const version = await client.version(signal).catch(() => undefined); // not every such server tells
    const now = series[0]?.points[0]?.[1];
    const ahead = now === undefined ? 0 : now - (begun + clock.now()) / 2_000;
    if (Math.abs(ahead) > 5)
      throw new CheckError(
        `the clock of the server is ${Math.abs(ahead).toFixed(0)} s ${ahead > 0 ? 'ahead' : 'behind'}`,
        {
          hint: 'Let both machines take their time from NTP: what is measured would be looked for at another time.',
        },
      );
    return version === undefined ? 'it answers' : `Prometheus ${version}`;
  }

  @check('targets are up', { id: 'targets', severity: 'common', description: 'Looks at what the server scrapes' })
  async targetsAreUp({ signal }: EventContext<'check'>): Promise<string> {
    await using client = this.#client();
    const targets = await client.targets(signal);
    if (targets.length === 0)
      throw new CheckError('the server scrapes nothing', { hint: 'Look at scrape_configs of the server.' });
    const down = targets.filter(({ health }) => health === 'down');
    if (down.length === targets.length)
      throw new CheckError(`all ${targets.length} targets are down: ${down[0]?.url} (${down[0]?.error})`, {
        hint: '"servo prometheus targets" shows them.',
      });
    return `${targets.length - down.length} of ${targets.length} are up`;
  }

  @check('queries bring data', { id: 'queries', severity: 'common', description: 'Asks each query once, as of now' })
  async queriesBringData({ signal, logger }: EventContext<'check'>): Promise<string> {
    await using client = this.#client();
    const { metrics } = this.#host.config;
    const problems: string[] = [];
    for (const metric of await expandMetrics(metrics, { client, signal, logger }))
      try {
        const { series } = await client.query(queryOf(metric), signal);
        if (series.length === 0) problems.push(`${metric.name} brings nothing`);
      } catch (error) {
        signal.throwIfAborted();
        problems.push(`${metric.name}: ${ServoError.from(error).message}`);
      }
    if (problems.length > 0)
      throw new CheckError(problems.join('; '), {
        hint: 'Try them by "servo prometheus query"; where there is no traffic yet, send some.',
      });
    return `${metrics.length} of ${metrics.length}`;
  }

  #client(): PrometheusClient {
    const { config, cwd, clock } = this.#host;
    return new PrometheusClient({ config: { ...config, retry: config.timeout }, cwd, clock });
  }
}
