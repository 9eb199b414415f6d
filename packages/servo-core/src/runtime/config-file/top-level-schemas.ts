import { z } from '../../zod.js';
import { duration } from '../../config/duration-schema.js';
import { networkSettings } from '../../optimizer/network-settings.js';
import { Duration } from '../../time/duration.js';

const backoffSettings = z.strictObject({
  maxTime: duration().nullish().describe('How long; null: for ever'),
  maxTries: z.number().int().positive().nullish().describe('How many times'),
});

/** Tried again for so long where the configuration says nothing else about a context. */
export const defaultBackoff: Readonly<Record<string, z.output<typeof backoffSettings>>> = {
  __default__: { maxTime: Duration.from('10m') },
  connect: { maxTime: Duration.from('1h') },
};

/** How a servo goes about its work, whatever its connectors are. */
export const servoSettings = z.strictObject({
  backoff: z
    .record(z.string(), backoffSettings)
    .transform((given) => ({ ...defaultBackoff, ...given }))
    .prefault({})
    .describe('How often the first request is tried before the run fails: `connect: {max_time: 1h, max_tries: …}`'),
  ...networkSettings.shape,
  onInterrupt: z
    .enum(['restore', 'keep'])
    .default('restore')
    .describe('What becomes of the settings that an interrupted run left'),
  grace: duration().prefault('25s').describe('How long the end of a run may take, restoring included'),
  telemetry: z.boolean().default(true).describe('Whether the optimizer is told of versions and surroundings'),
});

/** How readiness is checked. */
export const checkSettings = z.strictObject({
  connectors: z
    .array(z.string())
    .nullish()
    .describe("Only the checks of these connectors; `servo` stands for what is no connector's own"),
  name: z
    .array(z.string())
    .nullish()
    .describe('Only checks of these names; a single one may be an expression that is searched for: `[/ready$/]`'),
  id: z
    .array(z.string())
    .nullish()
    .describe('Only checks of these ids; a single one may be an expression, or several: `["folder, ready"]`'),
  tag: z.array(z.string()).nullish().describe('Only checks that have one of these tags; a single one may be several'),
  quiet: z.boolean().default(false).describe('Whether nothing is shown while checks run and are waited for'),
  verbose: z
    .boolean()
    .default(false)
    .describe('Whether there is a table in the end, with ids, severities, tags and times'),
  progressive: z
    .boolean()
    .default(true)
    .describe('Whether each check is shown as soon as it ran; otherwise there is a table in the end'),
  wait: duration()
    .prefault('30m')
    .describe('How long `servo run --check` tries checks again that fail; `servo check` has `--wait`'),
  delay: z
    .union([z.literal('expo'), duration()])
    .prefault('expo')
    .describe('The wait before that: `expo`, which is usual, grows from 1 s to 60 s'),
  haltOn: z
    .enum(['warning', 'common', 'critical', 'never'])
    .default('critical')
    .describe('The severity of a failure that ends the checks of its connector'),
  remedy: z
    .boolean()
    .default(false)
    .describe('Whether `servo run --check` applies the remedies of checks that fail; `servo check` has `--remedy`'),
  checkHalting: z.boolean().default(false).describe('Whether the first failure ends the checks of all connectors'),
});

/** What stands at the top of servo.yaml besides the sections of their own. */
export const servoIdentity = z.strictObject({
  name: z
    .string()
    .regex(/^(?!\.+$)[\w.-]{1,64}$/, 'expected 1-64 letters, digits, - _ or .') // it names a folder
    .nullish()
    .describe('What the servo is called in logs, in `--name` and in its state; 1-64 letters, digits, `-`, `_` or `.`'),
  description: z.string().nullish().describe('For people'),
  servoUid: z.string().nullish().describe('Which of several servos of one optimizer this is'),
  noDiagnostics: z.boolean().default(true).describe('Whether a remote optimizer may not ask for diagnostics'),
});

/** How a servo goes about its work, whatever its connectors are. */
export type ServoSettings = z.output<typeof servoSettings>;

/** How readiness is checked. */
export type CheckSettings = z.output<typeof checkSettings>;

/** What stands at the top of servo.yaml besides the sections of their own. */
export type ServoIdentity = z.output<typeof servoIdentity>;
