import { z } from '../zod.js';

/** What a servo says. */
export const requestEvents = ['HELLO', 'WHATS_NEXT', 'DESCRIPTION', 'MEASUREMENT', 'ADJUSTMENT', 'GOODBYE'] as const;

/** The name of what a servo says. */
export type RequestEvent = (typeof requestEvents)[number];

/** The envelope of every request; all three keys are always there. */
export const wireRequest = z.object({
  event: z.enum(requestEvents),
  param: z.record(z.string(), z.unknown()).nullable().default(null),
  servo_uid: z.string().nullable().default(null),
});

/** A request on the wire. */
export type WireRequest = z.output<typeof wireRequest>;

/** The event that completes a command. */
export const completionEvents = {
  DESCRIBE: 'DESCRIPTION',
  MEASURE: 'MEASUREMENT',
  ADJUST: 'ADJUSTMENT',
} as const satisfies Readonly<Record<string, RequestEvent>>;
