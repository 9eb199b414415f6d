import type { Duration } from '@servo/core';

const scrapes = 4; // one may fail, and a rate needs two
const unknown = 15_000; // milliseconds, as most servers scrape

/** The time that a rate is taken over, as PromQL writes it: the one that is wanted, else four scrapes; milliseconds. */
export function rateWindow(wanted: Duration | undefined, interval: number = unknown): string {
  const milliseconds = wanted?.milliseconds ?? scrapes * interval;
  return milliseconds % 1_000 === 0 ? `${milliseconds / 1_000}s` : `${Math.ceil(milliseconds)}ms`;
}
