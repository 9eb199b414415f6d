import type { PrometheusClient } from '../client/prometheus-client.js';
import type { ScrapeTarget } from '../client/scrape-target.js';
import type { ConfiguredMetric, QueriedMetric } from '../prometheus-config.js';
import { meantInterval } from '../meant-interval.js';
import { type Notes, warnsOnce } from '../notes.js';
import { knownTargets } from '../scrape-interval.js';
import { expandMetric } from './expand-metric.js';

/** Who is asked for what is scraped. */
export interface ExpandMetricsOptions {
  readonly client: Pick<PrometheusClient, 'query' | 'targets'>;
  readonly signal: AbortSignal;
  readonly logger: Notes;
  /** What is scraped, where that was asked before. */
  readonly targets?: readonly ScrapeTarget[];
}

/** Writes metrics as queries, over windows that go with how often their targets are scraped; says that, too. */
export async function expandMetrics(
  metrics: readonly ConfiguredMetric[],
  options: ExpandMetricsOptions,
): Promise<readonly QueriedMetric[]> {
  const { targets = metrics.every(({ query }) => query) ? [] : await knownTargets(options.client, options) } = options;
  const asking = { ...options, logger: warnsOnce(options.logger), targets };
  return Promise.all(metrics.map(async (metric) => expandMetric(metric, await meantInterval(metric, asking))));
}
