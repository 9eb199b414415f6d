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
  connectors: z.array(z.string()).nullish(),
  name: z.array(z.string()).nullish(),
  id: z.array(z.string()).nullish(),
  tag: z.array(z.string()).nullish(),
  quiet: z.boolean().default(false),
  verbose: z.boolean().default(false),
  progressive: z.boolean().default(true),
  wait: duration().default(Duration.from('30m')),
  delay: z.union([z.literal('expo'), duration()]).default('expo'),
  haltOn: z.enum(['warning', 'common', 'critical', 'never']).default('critical'),
  remedy: z.boolean().default(true),
  checkHalting: z.boolean().default(false),
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
