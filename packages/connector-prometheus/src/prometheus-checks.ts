import { check, CheckError, type ConnectorHost, Duration, type EventContext } from '@servo/core';
import { PrometheusClient } from './client/prometheus-client.js';
import { PrometheusError } from './client/prometheus-error.js';
import { warnsOnce } from './notes.js';
import type { PrometheusSettings } from './prometheus-config.js';
import { queryProblem } from './query-problem.js';
import { windowOf } from './promql/query-window.js';
import { knownTargets, longestInterval } from './scrape-interval.js';
import { expandMetrics } from './shorthand/expand-metrics.js';

const late = 5; // seconds that nobody notices
const usualInterval = 15_000; // milliseconds, where the server does not tell

const untold = [403, 404, 405, 501]; // statuses of those that do not tell

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
    const build = await client.build(signal).catch(() => undefined); // not every such server tells
    const now = series[0]?.points[0]?.[1];
    const ahead = now === undefined ? 0 : now - (begun + clock.now()) / 2_000;
    if (Math.abs(ahead) > late)
      throw new CheckError(
        `the clock of the server is ${Math.abs(ahead).toFixed(0)} s ${ahead > 0 ? 'ahead' : 'behind'}`,
        {
          hint: 'Let both machines take their time from NTP: what is measured would be looked for at another time.',
        },
      );
    return build ?? 'it answers';
  }

  @check('targets are up', { id: 'targets', severity: 'common', description: 'Looks at what the server scrapes' })
  async targetsAreUp({ signal }: EventContext<'check'>): Promise<string> {
    await using client = this.#client();
    const targets = await client.targets(signal).catch(nothingToldOf);
    if (!targets) return 'the server does not tell what it scrapes';
    if (targets.length === 0)
      throw new CheckError('the server scrapes nothing', { hint: 'Look at scrape_configs of the server.' });
    const down = targets.filter(({ health }) => health === 'down');
    if (down.length === targets.length)
      throw new CheckError(`all ${targets.length} targets are down: ${down[0]?.url} (${down[0]?.error})`, {
        hint: '"servo prometheus targets" shows them.',
      });
    const up = targets.filter(({ health }) => health === 'up').length;
    const waiting = targets.length - down.length - up;
    return `${up} of ${targets.length} are up${waiting > 0 ? `, ${waiting} not scraped yet` : ''}`;
  }

  @check('queries bring data', { id: 'queries', severity: 'common', description: 'Asks each query once, as of now' })
  async queriesBringData({ signal, logger }: EventContext<'check'>): Promise<string> {
    await using client = this.#client();
    const { metrics } = this.#host.config;
    const asking = { client, signal, logger: warnsOnce(logger) };
    const problems: string[] = [];
    for (const metric of await expandMetrics(metrics, asking)) {
      const problem = await queryProblem(metric, asking);
      if (problem !== undefined) problems.push(problem);
    }
    if (problems.length > 0)
      throw new CheckError(problems.join('; '), {
        hint: 'Try them by "servo prometheus query"; where there is no traffic yet, send some.',
      });
    return `${metrics.length} of ${metrics.length}`;
  }

  @check('samples are fresh', {
    id: 'samples',
    severity: 'common',
    description: 'Compares the last samples with the clock',
  })
  async samplesAreFresh({ signal, logger }: EventContext<'check'>): Promise<string> {
    await using client = this.#client();
    const interval = longestInterval(await knownTargets(client, { signal, logger })) ?? usualInterval;
    const { series } = await client.query('time() - max(timestamp(up))', signal);
    const age = series[0]?.points[0]?.[1];
    if (age === undefined || !Number.isFinite(age)) return 'the server has none of "up"'; // where others write into it
    if (age < -late)
      throw new CheckError(`the last sample is ${(-age).toFixed(0)} s ahead of the clock of the server`, {
        hint: 'Let the server and what it scrapes take their time from NTP.',
      });
    if (age * 1_000 > 2 * interval + late * 1_000)
      throw new CheckError(`the last sample is ${age.toFixed(0)} s old, and one is taken each ${interval / 1_000} s`, {
        hint: 'The server may have stopped scraping, or what it asks may be behind: "servo prometheus targets" shows it.',
      });
    return `the last one is ${Math.max(0, age).toFixed(0)} s old`;
  }

  @check('queries suit the scrapes', {
    id: 'windows',
    severity: 'warning',
    description: 'Compares how far queries look back, and their steps, with how often targets are scraped',
  })
  async queriesSuitTheScrapes({ signal, logger }: EventContext<'check'>): Promise<string> {
    await using client = this.#client();
    const targets = await knownTargets(client, { signal, logger });
    const intervals = [...new Set(targets.flatMap(({ interval }) => interval ?? []))].toSorted((a, b) => a - b);
    if (intervals.length === 0) return 'how often targets are scraped is not known';
    const metrics = await expandMetrics(this.#host.config.metrics, { client, signal, logger, targets });
    const problems = metrics.flatMap(({ name, query, step, interval = 0 }) => {
      const every = `its targets are scraped each ${interval / 1_000} s`;
      return [
        ...(windowOf(query) < 2 * interval ? [`${name} looks back ${windowOf(query) / 1_000} s, and ${every}`] : []),
        ...(step && step.milliseconds < interval ? [`${name} has a point each ${step.seconds} s, and ${every}`] : []),
      ];
    });
    if (problems.length > 0)
      throw new CheckError(problems.join('; '), {
        hint: 'A rate needs two scrapes, better four: let queries look back further, and leave "step" out.',
      });
    return `targets are scraped each ${intervals.map((interval) => interval / 1_000).join(' or ')} s`;
  }

  #client(): PrometheusClient {
    const { config, cwd, clock } = this.#host;
    return new PrometheusClient({ config: { ...config, retry: Duration.from(0) }, cwd, clock });
  }
}

/** Where others than Prometheus itself lack what tells of targets, and some keep it to themselves, is nothing wrong. */
function nothingToldOf(error: unknown): undefined {
  if (error instanceof PrometheusError && untold.includes(error.status ?? 0)) return undefined;
  throw error;
}
