import { z } from '../../zod.js';
import { commandNames } from '../../wire/command.js';

/** What a servo may be doing. */
export const servoActivities = [
  'starting',
  'asking',
  'working',
  'sleeping',
  'idle',
  'retrying',
  'restoring',
  'restarting',
  'paused',
  'stopped',
] as const;

/** Milliseconds since the Unix epoch. */
const moment = z.number();

const commandStatus = z.object({
  name: z.enum(commandNames),
  uid: z.string().nullable(),
  detail: z.string(),
  startedAt: moment,
  percent: z.number().optional(),
  message: z.string().optional(),
});

/** How a servo is, as it is told to an operator. */
export const servoStatus = z.object({
  servo: z.string(),
  activity: z.enum(servoActivities),
  since: moment.describe('When that began'),
  optimizer: z.string().optional().describe('The optimizer, once it answered'),
  command: commandStatus.optional().describe('The command that is being carried out'),
  until: moment.optional().describe('When a wait ends: of a sleep, before another try, before a new beginning'),
  reason: z.string().optional().describe('Why it sleeps, tries again or begins anew'),
  lastError: z.object({ at: moment, message: z.string() }).optional().describe('The last failure'),
});

/** How a servo is, for an operator. Times are milliseconds since the Unix epoch. */
export type ServoStatus = Readonly<z.output<typeof servoStatus>>;

/** What a servo is doing. */
export type ServoActivity = ServoStatus['activity'];

/** How far a command is. */
export type CommandStatus = Readonly<z.output<typeof commandStatus>>;
