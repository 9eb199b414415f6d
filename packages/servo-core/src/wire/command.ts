import { z } from '../zod.js';

/** What an optimizer can tell a servo to do. */
export const commandNames = ['DESCRIBE', 'MEASURE', 'ADJUST', 'SLEEP'] as const;

/** The name of a command. */
export type CommandName = (typeof commandNames)[number];

/** A command as it arrives: its parameters are read by the schema of its name. */
export const wireCommand = z.object({
  cmd: z.string(),
  cmd_uid: z.string().nullish(),
  param: z.unknown().optional(),
});

/** A command on the wire. */
export type WireCommand = z.output<typeof wireCommand>;

const seconds = z.union([z.number(), z.string()]).nullish();
const freeForm = z.record(z.string(), z.unknown()).nullish();

/** How an operation is to be carried out: numbers are seconds, text is a duration. */
export const wireControl = z.object({
  duration: seconds,
  delay: seconds,
  past: seconds,
  warmup: seconds,
  settlement: seconds,
  load: freeForm,
  userdata: freeForm,
  environment: freeForm,
});

/** The parameters of DESCRIBE. */
export const describeParam = z.object({ control: wireControl.nullish() });

/** The parameters of MEASURE; a mapping of metrics counts by its keys, in order. */
export const measureParam = z.object({
  metrics: z
    .union([z.array(z.string()), z.record(z.string(), z.unknown()).transform((metrics) => Object.keys(metrics))])
    .nullish(),
  control: wireControl.nullish(),
});

/** The parameters of SLEEP. */
export const sleepParam = z.object({
  duration: z.union([z.number(), z.string()]).default(120),
  data: z.object({ status: z.string().nullish(), reason: z.string().nullish() }).nullish(),
});
