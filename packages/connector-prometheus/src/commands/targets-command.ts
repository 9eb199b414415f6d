import type { Connector, ConnectorCommand } from '@servo/core';
import type { ScrapeTarget } from '../client/scrape-target.js';
import type { PrometheusSettings } from '../prometheus-config.js';
import { clientOf } from './client-of.js';
import { columns } from './columns.js';

/** Shows what the server scrapes, and how that goes. */
export const targetsCommand: ConnectorCommand<Connector<PrometheusSettings>> = {
  readOnly: true,
  examples: [['', 'What the server of servo.yaml scrapes']],
  run: async (connector, _, { signal, clock, columns: room }) => {
    await using client = clientOf(connector, clock);
    const targets = await client.targets(signal);
    const rows = targets.map((target) => rowOf(target, clock.now()));
    return {
      facts: { targets },
      lines: columns([['POOL', 'HEALTH', 'URL', 'LABELS', 'LAST SCRAPED', 'EVERY', 'ERROR'], ...rows], room),
    };
  },
};

function rowOf(target: ScrapeTarget, now: number): readonly string[] {
  const { pool, health, url, labels, lastScrape, lastScrapeDuration, interval, error } = target;
  const told = Object.entries(labels)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
  const scraped =
    lastScrape === undefined
      ? '-'
      : `${Math.max(0, (now - lastScrape) / 1_000).toFixed(0)}s ago, in ${lastScrapeDuration.toFixed(0)}ms`;
  return [pool, health, url, told, scraped, interval === undefined ? '-' : `${interval / 1_000}s`, error || '-'];
}
