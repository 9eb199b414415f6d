import { z } from 'zod';
import { duration } from '../../config/duration-schema.js';
import { Duration } from '../../time/duration.js';

const backoffSettings = z.strictObject({
  maxTime: duration().nullish(),
  maxTries: z.number().int().positive().nullish(),
});

/** Tried again for so long where the configuration says nothing else about a context. */
const defaultBackoff: Readonly<Record<string, z.output<typeof backoffSettings>>> = {
  __default__: { maxTime: Duration.from('10m') },
  connect: { maxTime: Duration.from('1h') },
};

const timeout = duration().nullish();
const timeouts = z.union([
  duration().transform((each) => ({ connect: each, read: each, write: each, pool: each })),
  z.strictObject({ connect: timeout, read: timeout, write: timeout, pool: timeout }),
]);

const proxyUrl = z.string().regex(/^https?:\/\/./, 'expected an http:// or https:// URL');
const proxyPattern = z
  .string()
  .regex(/^(?:https?|all):\/\//, 'expected a pattern that starts with http://, https:// or all://');

/** Settings that all connectors of a servo share. */
export const servoSettings = z.strictObject({
  backoff: z
    .record(z.string(), backoffSettings)
    .default({})
    .transform((given) => ({ ...defaultBackoff, ...given }))
    .describe('How long requests are tried again, by context'),
  proxies: z
    .union([proxyUrl, z.record(proxyPattern, proxyUrl.nullable()), z.tuple([])])
    .nullish()
    .describe('One proxy, or one by URL pattern'),
  timeouts: timeouts.nullish(),
  sslVerify: z.union([z.boolean(), z.string()]).nullish().describe('false, or the path of a CA bundle'),
  onInterrupt: z
    .enum(['restore', 'keep'])
    .default('restore')
    .describe('What becomes of the settings that an interrupted run left'),
  grace: duration().prefault('25s').describe('How long the end of a run may take'),
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

/** Settings that all connectors of a servo share. */
export type ServoSettings = z.output<typeof servoSettings>;

/** How readiness is checked. */
export type CheckSettings = z.output<typeof checkSettings>;

/** What stands at the top of servo.yaml besides the sections of their own. */
export type ServoIdentity = z.output<typeof servoIdentity>;
