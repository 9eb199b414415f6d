import { MeasurementFailedError, ServoError } from '@servo/core';
import { isDenial } from './client/prometheus-error.js';
import type { PrometheusClient } from './client/prometheus-client.js';
import type { ScrapeTarget } from './client/scrape-target.js';
import { largest } from './largest.js';
import type { Notes } from './notes.js';
import type { ConfiguredMetric } from './prometheus-config.js';
import { knownTargets } from './scrape-interval.js';
import { expandMetrics } from './shorthand/expand-metrics.js';

/** Who is asked what is scraped. */
export interface ScrapedOptions {
  readonly client: Pick<PrometheusClient, 'query' | 'targets'>;
  readonly signal: AbortSignal;
  readonly logger: Notes;
}

/** What a server scrapes, and how often what is measured is: milliseconds, 0 where that is not known. */
export interface Scraped {
  readonly targets: readonly ScrapeTarget[];
  readonly interval: number;
}

/**
 * Asks for what is scraped, and how often what some metrics are about is. A server that does not tell is no failure.
 *
 * @throws {@link MeasurementFailedError} when the server lets whoever asks nothing know, so that measuring is of no use.
 */
export async function scraped(metrics: readonly ConfiguredMetric[], options: ScrapedOptions): Promise<Scraped> {
  const targets = await knownTargets(options.client, {
    ...options,
    failed: async (error) => {
      if (isDenial(error)) await assertPermitted(options);
    },
  });
  const expected = await expandMetrics(metrics, { ...options, targets });
  return { targets, interval: largest([0, ...expected.map(({ interval }) => interval ?? 0)]) };
}

/** A server may keep its targets to itself and answer queries all the same. */
async function assertPermitted({ client, signal }: ScrapedOptions): Promise<void> {
  try {
    await client.query('time()', signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!isDenial(error)) return; // which may pass until there is something to measure
    const { message, hint } = ServoError.from(error);
    throw new MeasurementFailedError(`The server cannot be asked: ${message}`, {
      reason: 'query-failed',
      cause: error,
      hint,
    });
  }
}
