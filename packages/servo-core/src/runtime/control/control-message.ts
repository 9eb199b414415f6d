import { z } from '../../zod.js';
import { servoStatus } from './servo-status.js';

/** What can be asked of a running assembly; about all its servos where none is named. */
export const controlRequest = z.strictObject({
  command: z.enum(['status', 'pause', 'resume']),
  servo: z.string().optional(),
});

/** A question to a running assembly. */
export type ControlRequest = z.output<typeof controlRequest>;

/** What a running assembly answers. */
export const controlAnswer = z.union([
  z.object({ servos: z.array(servoStatus) }),
  z.object({ error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }) }),
]);

/** An answer of a running assembly. */
export type ControlAnswer = z.output<typeof controlAnswer>;
