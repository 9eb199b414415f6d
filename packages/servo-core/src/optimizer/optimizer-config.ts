import { z } from 'zod';
import { duration } from '../config/duration-schema.js';
import { secret } from '../config/secret-schema.js';
import { ServoError } from '../errors/servo-error.js';
import { parseCondition } from './metric-condition.js';

const condition = z
  .string()
  .transform((text, context) => {
    try {
      return parseCondition(text);
    } catch (error) {
      const { message, hint } = ServoError.from(error);
      context.addIssue({ code: 'custom', message: hint ? `${message}. ${hint}` : message });
      return z.NEVER;
    }
  })
  .meta({ examples: ['p99 < 80ms', 'error_rate < 1%', 'throughput >= 95% of baseline'] });

const price = z.union([
  z.number().nonnegative(),
  z.string().regex(/^\d+(\.\d+)?\s+per\s+\S+$/, 'expected a number, or <number> per <unit> such as "23 per core"'),
  z.record(z.string(), z.number().nonnegative()),
]);

const budget = z.strictObject({
  trials: z.number().int().min(1).max(1_000).default(20).describe('Configurations to try after the baseline'),
  unsafe: z.number().int().min(1).default(5).describe('Trials that may break a constraint before exploring ends'),
  price: z
    .string()
    .regex(/^\d+(\.\d+)?x$/, 'expected a multiple of the present price, such as 1.5x')
    .default('1.5x')
    .transform((text) => Number(text.slice(0, -1)))
    .describe('The most expensive configuration to try, as a multiple of the present price'),
});

/** The optimizer that runs inside the servo. */
export const embeddedOptimizerConfig = z
  .strictObject({
    kind: z.literal('embedded').default('embedded'),
    minimize: z.string().min(1).optional().describe('"price" or a metric'),
    maximize: z.string().min(1).optional().describe('A metric'),
    prices: z
      .record(z.string(), price)
      .default({})
      .describe('What a setting costs per month, by name or component.setting; by value for an enumeration'),
    currency: z.string().default('$').describe('A label for prices'),
    constraints: z.array(condition).default([]).describe('Limits that a configuration must keep'),
    budget: budget.prefault({}),
    promote: z.enum(['never', 'ask', 'auto']).default('never').describe('Whether the best configuration stays'),
    whenDone: z.enum(['sleep', 'exit']).default('sleep').describe('What to do when the study is done'),
    measure: z
      .strictObject({ duration: duration().optional(), warmup: duration().optional() })
      .default({})
      .describe('Sent with each measuring; it wins over the times of a load connector'),
    seed: z.number().int().default(1).describe('Makes the search repeatable'),
  })
  .refine(({ minimize, maximize }) => (minimize === undefined) !== (maximize === undefined), {
    message: 'expected either "minimize" or "maximize"',
  });

/** A URL may not hold a password: it is shown. */
const httpUrl = z
  .url({ protocol: /^https?$/ })
  .refine((url) => !/^[^/]+:\/\/[^/?#]*@/.test(url), 'expected a URL without user and password; set the token');

/** An optimizer that speaks the protocol at a URL. */
export const opsaniOptimizerConfig = z.strictObject({
  kind: z.literal('opsani').default('opsani'),
  id: z
    .string()
    .regex(
      /^(?!-)[A-Za-z0-9-.]{5,50}\/[a-zA-Z_\-.0-9]{1,64}$/,
      'expected <organization>/<application>: 5-50 letters, digits, - or . before the slash, 1-64 after it',
    ),
  token: secret(),
  baseUrl: httpUrl.default('https://api.opsani.com'),
  url: httpUrl.optional(),
});

/** An optimizer that AppDynamics serves. */
export const appdynamicsOptimizerConfig = z
  .strictObject({
    kind: z.literal('appdynamics').default('appdynamics'),
    optimizerId: z.string().min(1),
    tenantId: z.string().optional(),
    baseUrl: httpUrl.optional(),
    clientId: z.string().optional(),
    clientSecret: secret().optional(),
    connectionFile: z.string().optional(),
    token: secret().optional(),
    url: httpUrl.optional(),
    tokenUrl: httpUrl.optional(),
  })
  .refine((c) => Boolean(c.connectionFile || (c.baseUrl && c.clientId && c.clientSecret && c.tenantId)), {
    message: 'expected "connection_file", or all of "base_url", "client_id", "client_secret" and "tenant_id"',
  });

/** How the embedded optimizer is configured. */
export type EmbeddedOptimizerConfig = z.output<typeof embeddedOptimizerConfig>;

/** How an Opsani optimizer is reached. */
export type OpsaniOptimizerConfig = z.output<typeof opsaniOptimizerConfig>;

/** How an AppDynamics optimizer is reached. */
export type AppdynamicsOptimizerConfig = z.output<typeof appdynamicsOptimizerConfig>;

/** The optimizer of a servo; `kind` tells which. */
export type OptimizerConfig = EmbeddedOptimizerConfig | OpsaniOptimizerConfig | AppdynamicsOptimizerConfig;
