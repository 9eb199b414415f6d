import { z } from 'zod';

/** What can be asked of a running assembly; about all its servos where none is named. */
export const controlRequest = z.strictObject({
  command: z.enum(['status', 'pause', 'resume']),
  servo: z.string().optional(),
});

/** A question to a running assembly. */
export type ControlRequest = z.output<typeof controlRequest>;

const moment = z.number();
const text = z.string().optional();

const servoStatus = z.object({
  servo: z.string(),
  activity: z.enum([
    'starting',
    'asking',
    'working',
    'sleeping',
    'retrying',
    'restoring',
    'restarting',
    'paused',
    'stopped',
  ]),
  since: moment,
  optimizer: text,
  command: z
    .object({
      name: z.enum(['DESCRIBE', 'MEASURE', 'ADJUST', 'SLEEP']),
      uid: z.string().nullable(),
      detail: z.string(),
      startedAt: moment,
      percent: z.number().optional(),
      message: text,
    })
    .optional(),
  until: moment.optional(),
  reason: text,
  lastError: z.object({ at: moment, message: z.string() }).optional(),
});

/** What a running assembly answers. */
export const controlAnswer = z.union([
  z.object({ servos: z.array(servoStatus) }),
  z.object({ error: z.object({ code: z.string(), message: z.string(), hint: text }) }),
]);

/** An answer of a running assembly. */
export type ControlAnswer = z.output<typeof controlAnswer>;
