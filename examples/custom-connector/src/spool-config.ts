import { duration, z } from '@servo/core/config';

/** What a user writes under `spool:` in servo.yaml. */
export const SpoolConfig = z.strictObject({
  path: z.string().min(1).describe('The folder to watch, from the folder of servo.yaml'),
  every: duration().prefault('5s').describe('The time between two looks while measuring'),
  maxFiles: z.int().positive().optional().describe('Tell the other connectors when more files than this wait'),
});
