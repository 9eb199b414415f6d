import { ServoError } from '@servo/core';
import type { PrometheusClient } from './client/prometheus-client.js';
import type { ScrapeTarget } from './client/scrape-target.js';
import { largest } from './largest.js';
import type { Notes } from './notes.js';

/** What targets are asked for with. */
export interface KnownTargetsOptions {
  readonly signal: AbortSignal;
  readonly logger: Notes;
  /** Is told why they are not known, and may throw. */
  readonly failed?: (error: unknown) => Promise<void>;
}

/** What a server scrapes; nothing where it does not tell, as not every one does. */
export async function knownTargets(
  client: Pick<PrometheusClient, 'targets'>,
  { signal, logger, failed }: KnownTargetsOptions,
): Promise<readonly ScrapeTarget[]> {
  try {
    return await client.targets(signal);
  } catch (error) {
    signal.throwIfAborted();
    await failed?.(error);
    logger.debug(`What is scraped is not known: ${ServoError.from(error).message}`);
    return [];
  }
}

/** How often targets are scraped, in milliseconds: the longest time; `undefined` where it is not known. */
export function longestInterval(targets: readonly ScrapeTarget[]): number | undefined {
  const intervals = targets.flatMap(({ interval }) => interval ?? []);
  return intervals.length > 0 ? largest(intervals) : undefined;
}

/** How often most targets are scraped, in milliseconds: of several such times the longest. */
export function usualInterval(targets: readonly ScrapeTarget[]): number | undefined {
  const groups = Map.groupBy(
    targets.flatMap(({ interval }) => interval ?? []),
    (interval) => interval,
  );
  const [usual] = [...groups].toSorted(([a, as], [b, bs]) => bs.length - as.length || b - a);
  return usual?.[0];
}
