import { type Logger, ServoError } from '@servo/core';
import type { PrometheusClient } from './client/prometheus-client.js';

/** How often targets are scraped, in milliseconds: the longest time; `undefined` where the server does not tell. */
export async function scrapeInterval(
  client: PrometheusClient,
  { signal, logger }: { readonly signal: AbortSignal; readonly logger: Logger },
): Promise<number | undefined> {
  try {
    const intervals = (await client.targets(signal)).flatMap(({ interval }) => interval ?? []);
    return intervals.length > 0 ? Math.max(...intervals) : undefined;
  } catch (error) {
    signal.throwIfAborted();
    logger.debug(`The scrape interval is not known: ${ServoError.from(error).message}`); // not every such server has targets
    return undefined;
  }
}
