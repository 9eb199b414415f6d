import { Duration, ServoError } from '@servo/core';
import { duration, secret, z } from '@servo/core/config';
import { fastFailConfig } from '@servo/core/fast-fail';
import { loadMetricNames } from './load-metrics.js';
import { Rate } from './rate.js';
import { parseTargets, type TargetFormat } from './targets/target-format.js';

/** What `servo generate` writes. */
const example = { rate: '50/1s', target: 'GET https://example.com/' };
const rate = z.union([z.string(), z.number()]).transform((value, context): Rate => {
  try {
    return Rate.from(value);
  } catch (error) {
    context.addIssue({ code: 'custom', message: ServoError.from(error).message });
    return z.NEVER;
  }
});
const file = z.string().min(1);
const longest = Duration.from('24d'); // what a timer of Node can hold
const span = duration().refine(
  ({ milliseconds }) => milliseconds >= 1 && milliseconds <= longest.milliseconds,
  `expected 1ms to ${String(longest)}`,
);

/** Takes `null` for nothing: in a configuration of ServoX it is the default of these keys. */
function unset<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? undefined);
}

const shape = z.strictObject({
  description: unset(z.string()).describe('What this load stands for'),
  command: file.default('vegeta').describe('The program: a name on the PATH, or a path from the folder of servo.yaml'),
  rate: rate.describe('Requests in a time, such as 500, 500/1s or 10/1h30m; 0 is as many as max_workers can send'),
  ramp: z.array(rate).min(1).optional().describe('Rates that lead to it, in equal parts of the warm-up'),
  format: z.enum(['http', 'json']).default('http').describe('How the targets are written'),
  target: unset(z.string()).describe('The targets themselves, such as GET http://host/path'),
  targets: unset(file).describe('Instead of it a file with the targets'),
  headers: z.record(z.string(), secret()).default({}).describe('Headers of all targets that do not set them'),
  headersFile: file.optional().describe('A file with such headers, as lines of Name: value'),
  bodyFile: file.optional().describe('A file with the body of all targets that have none'),
  connections: z.int().min(1).default(10_000).describe('The most idle connections kept open to a host'),
  workers: z.int().min(1).default(10).describe('Requests under way at one time, to begin with'),
  maxWorkers: unset(z.int().min(1)).describe('The most requests under way at one time'),
  maxBody: z.int().min(-1).default(-1).describe('Bytes of an answer that are read and counted; -1 is all'),
  http2: z.boolean().default(true).describe('Use HTTP/2 where the server has it'),
  keepalive: z.boolean().default(true).describe('Use connections again'),
  timeout: span.prefault('30s').describe('The longest wait for one answer'),
  insecure: z.boolean().default(false).describe('Accept any TLS certificate'),
  rootCerts: z
    .array(file.regex(/^[^,]+$/, 'expected a path without a comma: vegeta would take it for two'))
    .min(1)
    .optional()
    .describe('Files with the certificates of authorities to trust'),
  cert: file.optional().describe('A file with the certificate of the client'),
  key: file.optional().describe('A file with the key of it'),
  proxy: z
    .url({ protocol: /^(https?|socks5h?)$/ })
    .optional()
    .describe('The proxy to reach the targets through'),
  connectTo: z
    .array(z.string().regex(/^[^:\s]+:\d+:[^:\s]+:\d+$/, 'expected host:port:other-host:other-port'))
    .default([])
    .describe('Where to connect in place of a host and port of a target'),
  reportingInterval: span.prefault('15s').describe('The time that one point of a series covers'),
  metrics: z
    .array(z.enum(loadMetricNames))
    .min(1)
    .default([...loadMetricNames])
    .describe('What to report; leave out what another connector reports'),
  fastFail: fastFailConfig({ period: '5s' }).describe('When a load is cut short that clearly fails'),
});

/**
 * The configuration of the connector.
 *
 * @example
 * VegetaConfig.parse({ rate: '50/1s', target: 'GET https://example.com/' });
 */
export const VegetaConfig = shape.meta({ example }).superRefine((config, context) => {
  const issue = (path: string | readonly string[], message: string): void =>
    context.addIssue({ code: 'custom', path: [path].flat(), message });
  const { rate, ramp = [], target, targets, format, headers, maxWorkers, cert, key } = config;
  if (target === undefined && targets === undefined) issue('target', 'expected target or targets to be configured');
  if (target !== undefined && targets !== undefined) issue('targets', 'expected target or targets, not both');
  const problem = target === undefined ? undefined : problemOf(target, format);
  if (problem) issue('target', problem);
  for (const [name, value] of Object.entries(headers))
    if (format === 'http' && value.reveal().trim() === '') issue(['headers', name], 'expected a value for the header');
  if (maxWorkers === undefined && [rate, ...ramp].some(({ isUnlimited }) => isUnlimited))
    issue(
      'max_workers',
      `expected a number, because ${rate.isUnlimited ? 'the rate' : 'a rate of the ramp'} has no limit`,
    );
  if (key !== undefined && cert === undefined) issue('cert', 'expected the certificate that the key belongs to');
});

/** A validated {@link VegetaConfig}. */
export type VegetaSettings = z.output<typeof VegetaConfig>;

function problemOf(target: string, format: TargetFormat): string | undefined {
  try {
    parseTargets(target, format);
    return undefined;
  } catch (error) {
    return ServoError.from(error).message;
  }
}
