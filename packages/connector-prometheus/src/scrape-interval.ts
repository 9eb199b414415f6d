import { type Logger, ServoError } from '@servo/core';
import type { PrometheusClient } from './client/prometheus-client.js';
import type { ScrapeTarget } from './client/scrape-target.js';
import { largest } from './largest.js';

/** What a server scrapes; nothing where it does not tell, as not every one does. */
export async function knownTargets(
  client: Pick<PrometheusClient, 'targets'>,
  { signal, logger }: { readonly signal: AbortSignal; readonly logger: Logger },
): Promise<readonly ScrapeTarget[]> {
  try {
    return await client.targets(signal);
  } catch (error) {
    signal.throwIfAborted();
    logger.debug(`What is scraped is not known: ${ServoError.from(error).message}`);
    return [];
  }
}

/** How often targets are scraped, in milliseconds: the longest time; `undefined` where it is not known. */
export function longestInterval(targets: readonly ScrapeTarget[]): number | undefined {
  const intervals = targets.flatMap(({ interval }) => interval ?? []);
  return intervals.length > 0 ? largest(intervals) : undefined;
}
