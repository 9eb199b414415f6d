import { z } from '../zod.js';

/** How a servo ends a command. */
export const completionStatuses = ['ok', 'failed', 'rejected', 'aborted', 'cancelled'] as const;

/** How a servo ended a command. */
export type CompletionStatus = (typeof completionStatuses)[number];

/** What an optimizer answers to anything but WHATS_NEXT: `ok`, `invalid`, `unexpected-event` or `cancel`. */
export const wireStatus = z.object({
  status: z.string(),
  message: z.string().nullish(),
  reason: z.string().nullish(),
});

/** A status on the wire. */
export type WireStatus = z.output<typeof wireStatus>;
