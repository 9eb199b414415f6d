import { type Logger, ServoError } from '@servo/core';
import type { PrometheusClient } from '../client/prometheus-client.js';
import type { ScrapeTarget } from '../client/scrape-target.js';
import { longestInterval } from '../scrape-interval.js';
import { exactLabels, selectorOfNames } from './selector.js';
import type { Shorthand } from './shorthand-config.js';

/** Who is asked for what is scraped, and what is. */
export interface MeantIntervalOptions {
  readonly client: Pick<PrometheusClient, 'query'>;
  readonly targets: readonly ScrapeTarget[];
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/**
 * How often the targets of a shorthand are scraped, in milliseconds; the longest time of those that it can be about. Where
 * these differ, the server is asked which ones have such series: one slow target would blur the rates of all others.
 */
export async function meantInterval(shorthand: Shorthand, options: MeantIntervalOptions): Promise<number | undefined> {
  const wanted = Object.entries(exactLabels(shorthand.where));
  const alike = options.targets.filter(({ labels }) =>
    wanted.every(([label, value]) => (labels[label] ?? value) === value),
  );
  const likely = alike.length > 0 ? alike : options.targets;
  const intervals = new Set(likely.flatMap(({ interval }) => interval ?? []));
  if (intervals.size < 2) return longestInterval(likely);
  return longestInterval(await havingSeries(shorthand, likely, options)) ?? longestInterval(likely);
}

/** Those that have series as they are meant. */
async function havingSeries(
  { of, where }: Shorthand,
  targets: readonly ScrapeTarget[],
  { client, signal, logger }: MeantIntervalOptions,
): Promise<readonly ScrapeTarget[]> {
  try {
    const names = selectorOfNames(`${of}(_bucket)?`, where);
    const { series } = await client.query(`count by (job, instance) (${names})`, signal);
    return targets.filter(({ labels: { job, instance } }) =>
      series.some(({ labels }) => labels['job'] === job && labels['instance'] === instance),
    );
  } catch (error) {
    signal.throwIfAborted();
    logger.debug(`Which targets have ${of} is not known: ${ServoError.from(error).message}`);
    return [];
  }
}
