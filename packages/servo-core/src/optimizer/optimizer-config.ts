import { z } from '../zod.js';
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

const measuredTime = duration().refine(
  ({ milliseconds }) => milliseconds > 0,
  'expected more than 0: nothing is measured in no time',
);

const budget = z.strictObject({
  trials: z.number().int().min(1).max(1_000).default(20).describe('Configurations to try after the baseline'),
  unsafe: z.number().int().min(1).default(5).describe('Trials that may break a limit or fail before exploring ends'),
  price: z
    .string()
    .regex(/^\d+(\.\d+)?x$/, 'expected a multiple of the present price, such as 1.5x')
    .default('1.5x')
    .transform((text) => Number(text.slice(0, -1)))
    .describe('Nothing dearer than this multiple of the present price is tried'),
});

/** The optimizer that runs inside the servo. */
export const embeddedOptimizerConfig = z
  .strictObject({
    kind: z.literal('embedded').default('embedded').describe('May be left out where the other keys tell it'),
    minimize: z.string().min(1).optional().describe('`price`, or a metric; either this or `maximize`'),
    maximize: z.string().min(1).optional().describe('A metric, such as `throughput`'),
    prices: z
      .record(z.string(), price)
      .default({})
      .describe('What settings cost per month, by name (`cpu`) or place (`web.workers`)'),
    currency: z.string().default('$').describe('A label of prices'),
    constraints: z
      .array(condition)
      .default([])
      .describe(
        'Limits that a configuration must keep: `p99 < 80ms`, `error_rate < 1%`, `throughput >= 95% of baseline`',
      ),
    budget: budget.prefault({}),
    promote: z
      .enum(['never', 'ask', 'auto'])
      .default('never')
      .describe('`never` restores the running configuration and recommends, `auto` keeps the best, `ask` asks'),
    whenDone: z
      .enum(['sleep', 'exit'])
      .default('sleep')
      .describe('`exit` ends the run with the study, like `--exit-when-done`'),
    measure: z
      .strictObject({ duration: measuredTime.optional(), warmup: duration().optional() })
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
  kind: z.literal('opsani').default('opsani').describe('May be left out where the other keys tell it'),
  id: z
    .string()
    .regex(
      /^(?!-)[A-Za-z0-9-.]{5,50}\/[a-zA-Z_\-.0-9]{1,64}$/,
      'expected <organization>/<application>: 5-50 letters, digits, - or . before the slash, 1-64 after it',
    )
    .describe('`organization/application`'),
  token: secret().describe('Proves who the servo is'),
  baseUrl: httpUrl.default('https://api.opsani.com').describe('Where optimizers are'),
  url: httpUrl.optional().describe('Else `<base_url>/accounts/<organization>/applications/<application>/`'),
});

/** An optimizer that AppDynamics serves. */
export const appdynamicsOptimizerConfig = z
  .strictObject({
    kind: z.literal('appdynamics').default('appdynamics').describe('May be left out where the other keys tell it'),
    optimizerId: z.string().min(1).describe('Which one'),
    connectionFile: z
      .string()
      .optional()
      .describe('A file that says how the optimizer is reached; required without the next four'),
    tenantId: z.string().optional().describe('Whose'),
    baseUrl: httpUrl.optional().describe('Where optimizers are'),
    clientId: z.string().optional().describe('Gets tokens by OAuth 2 (client credentials)'),
    clientSecret: secret().optional().describe('Likewise'),
    token: secret().optional().describe('Sent instead of one that is got'),
    url: httpUrl.optional().describe('Else `<base_url>/rest/optimize/co/v1/optimizers/<optimizer_id>/`'),
    tokenUrl: httpUrl.optional().describe('Else `<base_url>/auth/<tenant_id>/default/oauth2/token`'),
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
