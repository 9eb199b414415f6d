import type { EventSchemas } from '@servo/core';
import { z } from '@servo/core/config';

/** How many files wait, and for how many seconds the oldest of them. */
export interface Backlog {
  readonly files: number;
  readonly oldest: number;
}

declare module '@servo/core' {
  interface EventMap {
    /** More files wait than the configuration allows. */
    'spool/backlog': { input: Backlog; result: void };
  }
}

/** The schemas of the events: what anyone sends is checked when it is sent. */
export const spoolEvents: EventSchemas = {
  'spool/backlog': { input: z.strictObject({ files: z.number(), oldest: z.number() }) },
};
