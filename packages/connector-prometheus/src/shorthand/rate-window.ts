import type { ScrapeTarget } from '../client/scrape-target.js';
import { longestInterval } from '../scrape-interval.js';
import { exactLabels } from './selector.js';
import type { Shorthand } from './shorthand-config.js';

const scrapes = 4; // one may fail, and a rate needs two
const unknown = 15_000; // milliseconds, as most servers scrape

/** The time that a rate is taken over, as PromQL writes it: four scrapes of the targets that it can be about. */
export function rateWindow({ where, window }: Shorthand, targets: readonly ScrapeTarget[]): string {
  const wanted = Object.entries(exactLabels(where));
  const meant = targets.filter(({ labels }) => wanted.every(([label, value]) => (labels[label] ?? value) === value));
  const interval = longestInterval(meant) ?? longestInterval(targets) ?? unknown;
  const milliseconds = window?.milliseconds ?? scrapes * interval;
  return milliseconds % 1_000 === 0 ? `${milliseconds / 1_000}s` : `${Math.ceil(milliseconds)}ms`;
}
