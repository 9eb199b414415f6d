import { z } from 'zod';
import { duration } from '../../config/duration-schema.js';
import { networkSettings } from '../../optimizer/network-settings.js';
import { Duration } from '../../time/duration.js';

const backoffSettings = z.strictObject({
  maxTime: duration().nullish(),
  maxTries: z.number().int().positive().nullish(),
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
    .default({})
    .transform((given) => ({ ...defaultBackoff, ...given }))
    .describe('How long requests are tried again: "connect" is the first one'),
  ...networkSettings.shape,
  onInterrupt: z
    .enum(['restore', 'keep'])
    .default('restore')
    .describe('What becomes of the settings that an interrupted run left'),
  grace: duration().prefault('25s').describe('How long the end of a run may take'),
  telemetry: z.boolean().default(true).describe('Whether the optimizer is told of versions and surroundings'),
});

/** How readiness is checked. */
export const checkSettings = z.strictObject({
  connectors: z.array(z.string()).nullish().describe('Only the checks of these connectors'),
  name: z.array(z.string()).nullish().describe('Only the checks of these names; a single /expression/ is searched for'),
  id: z.array(z.string()).nullish().describe('Only the checks of these ids; a single text may hold several, or be one'),
  tag: z.array(z.string()).nullish().describe('Only checks with one of these tags; a single text may hold several'),
  quiet: z.boolean().default(false).describe('Whether nothing is shown but the result'),
  verbose: z.boolean().default(false).describe('Whether the result is a table with ids, severities, tags and times'),
  progressive: z.boolean().default(true).describe('Whether each check is shown as soon as it ran, instead of a table'),
  wait: duration().prefault('30m').describe('How long a run tries checks again that fail'),
  delay: z
    .union([z.literal('expo'), duration()])
    .default('expo')
    .describe('The wait before they are tried again; "expo" grows from 1 s to 60 s'),
  haltOn: z
    .enum(['warning', 'common', 'critical', 'never'])
    .default('critical')
    .describe('The severity of a failure that ends the checks of its connector'),
  remedy: z.boolean().default(false).describe('Whether remedies of failed checks are applied'),
  checkHalting: z.boolean().default(false).describe('Whether the first failure ends the checks of all connectors'),
});

/** What stands at the top of servo.yaml besides the sections of their own. */
export const servoIdentity = z.strictObject({
  name: z
    .string()
    .regex(/^(?!\.+$)[\w.-]{1,64}$/, 'expected 1-64 letters, digits, - _ or .') // it names a folder
    .nullish(),
  description: z.string().nullish(),
  servoUid: z.string().nullish(),
  noDiagnostics: z.boolean().default(true),
});

/** How a servo goes about its work, whatever its connectors are. */
export type ServoSettings = z.output<typeof servoSettings>;

/** How readiness is checked. */
export type CheckSettings = z.output<typeof checkSettings>;

/** What stands at the top of servo.yaml besides the sections of their own. */
export type ServoIdentity = z.output<typeof servoIdentity>;
