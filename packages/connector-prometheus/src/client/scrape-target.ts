import { Duration, ServoError } from '@servo/core';

/** What a server scrapes. */
export interface ScrapeTarget {
  readonly pool: string;
  readonly url: string;
  readonly health: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Milliseconds since the Unix epoch; absent before the first one. */
  readonly lastScrape?: number | undefined;
  /** In milliseconds. */
  readonly lastScrapeDuration: number;
  /** In milliseconds; absent where the server does not tell. */
  readonly interval?: number | undefined;
  readonly error: string;
}

/** As the server writes it; an older one leaves some out. */
interface ActiveTarget {
  readonly scrapePool?: string;
  readonly scrapeUrl?: string;
  readonly health?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly lastScrape?: string;
  /** Seconds. */
  readonly lastScrapeDuration?: number;
  readonly scrapeInterval?: string;
  readonly lastError?: string;
}

/** Reads the active targets of `/api/v1/targets`. */
export function scrapeTargets(body: unknown): readonly ScrapeTarget[] {
  const { data } = body as { readonly data?: { readonly activeTargets?: readonly ActiveTarget[] | null } }; // documented
  return (data?.activeTargets ?? []).map((target) => {
    const {
      scrapePool: pool = '',
      scrapeUrl: url = '',
      health = 'unknown',
      labels = {},
      lastError: error = '',
    } = target;
    const lastScrape = Date.parse(target.lastScrape ?? '');
    const lastScrapeDuration = (target.lastScrapeDuration ?? 0) * 1_000;
    const interval = intervalOf(target.scrapeInterval);
    return { pool, url, health, labels, ...(lastScrape > 0 && { lastScrape }), lastScrapeDuration, interval, error };
  });
}

/** Older servers, and those that only speak the same protocol, do not tell. */
function intervalOf(text = ''): number | undefined {
  if (text === '') return undefined;
  try {
    return Duration.from(text).milliseconds;
  } catch (error) {
    if (error instanceof ServoError) return undefined;
    throw error;
  }
}
