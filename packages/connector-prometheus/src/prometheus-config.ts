import { duration, secret, z } from '@servo/core/config';
import { fastFailConfig } from '@servo/core/fast-fail';
import { errorRatioConfig, quantileConfig, rateConfig } from './shorthand/shorthand-config.js';

const ofHttp = 'expected a URL that begins with http:// or https://';
const baseUrl = z
  .url({ protocol: /^https?$/, error: ofHttp })
  .refine((text) => !userOf(text), 'expected a URL without user and password; use "basic_auth"')
  .refine((text) => !/[?#]/.test(text), 'expected a URL that ends where /api/v1 begins, without "?" and "#"')
  .transform((url) => url.replace(/\/+$/, ''));
const proxy = secret().refine((url) => /^https?:$/.test(URL.parse(url.reveal())?.protocol ?? ''), ofHttp);
const path = z.string().min(1);
const header = z.string().regex(/^[!#$%&'*+.^_`|~0-9a-zA-Z-]+$/, 'expected the name of a header');

const tls = z.strictObject({
  ca: path.optional().describe('The authorities to trust, in PEM'),
  cert: path.optional().describe('The certificate to show, in PEM'),
  key: path.optional().describe('Its key'),
  serverName: z.string().min(1).optional().describe('The name that the certificate of the server must have'),
  insecure: z.boolean().default(false).describe('Accept any certificate'),
});

/** Whom a URL names; zod says where it is none. */
function userOf(text: string): string {
  const { username = '', password = '' } = URL.parse(text) ?? {};
  return username + password;
}

/** What tells how a metric is measured. */
const ways = ['query', 'rate', 'quantile', 'errorRatio'] as const;

const metric = z.strictObject({
  name: z.string().min(1).describe('What the metric is called in constraints and measurements'),
  unit: z.string().default('').describe('Such as rps, ms, % or bytes'),
  query: z.string().min(1).optional().describe('What is asked, in PromQL; this or one of the next three'),
  rate: rateConfig.optional(),
  quantile: quantileConfig.optional(),
  errorRatio: errorRatioConfig.optional(),
  step: duration()
    .refine(({ milliseconds }) => milliseconds >= 1, 'expected at least 1ms')
    .optional()
    .describe('The time between two points; by the scrape interval unless given'),
  absent: z
    .enum(['ignore', 'zero', 'warn', 'fail'])
    .default('ignore')
    .describe(
      'What becomes of a metric without data: reported as absent, taken for 0, warned of, or a failed measurement',
    ),
  traffic: z
    .string()
    .min(1)
    .optional()
    .describe('A query of how much there was to measure: where it brings nothing but 0, the metric has no value'),
});

const shape = z.strictObject({
  description: z.string().nullish().describe('For people'),
  baseUrl: baseUrl.prefault('https://prometheus:9090').describe('Where the server is, with the prefix of its paths'),
  metrics: z.array(metric).describe('What is measured'),
  bearerToken: secret().optional().describe('Sent as Authorization'),
  basicAuth: z
    .strictObject({ username: z.string().min(1), password: secret() })
    .optional()
    .describe('User and password'),
  headers: z.record(header, secret()).default({}).describe('Sent with each request; the values are treated as secrets'),
  tenant: z.string().min(1).optional().describe('Sent as X-Scope-OrgID, for Mimir and the like'),
  tls: tls.optional().describe('How the connection is secured'),
  proxy: proxy.optional().describe('The URL of a proxy, with user and password where it wants them'),
  timeout: duration().prefault('30s').describe('How long one answer may take'),
  retry: duration()
    .prefault('1m')
    .describe('How long a server is asked again that does not answer; what is asked of it shares that time'),
  stale: duration()
    .optional()
    .describe('How old the last sample may be at the end; by step and scrape interval unless given'),
  fastFail: fastFailConfig({ period: '1m' }).describe('When a measurement is cut short that clearly fails'),
  streamingInterval: z.unknown().optional().describe('An older key without an effect'),
  targets: z.unknown().optional().describe('An older key without an effect'),
});

const example = {
  metrics: [
    { name: 'throughput', unit: 'rps', rate: 'http_requests_total' },
    { name: 'error_rate', unit: '%', errorRatio: { of: 'http_requests_total', errors: { code: '=~5..' } } },
  ],
};

/**
 * The configuration of the connector.
 *
 * @example
 * PrometheusConfig.parse({ baseUrl: 'http://localhost:9090', metrics: [{ name: 'up', query: 'up' }] });
 */
export const PrometheusConfig = shape
  .meta({ example })
  .superRefine(({ bearerToken, basicAuth, metrics, tls: secured }, context) => {
    const refuse = (at: (string | number)[], message: string): void =>
      context.addIssue({ code: 'custom', path: at, message });
    if (bearerToken && basicAuth) refuse(['basic_auth'], 'expected either "bearer_token" or "basic_auth"');
    if (secured && (secured.cert === undefined) !== (secured.key === undefined))
      refuse(['tls'], 'expected "cert" and "key" together');
    for (const [index, each] of metrics.entries()) {
      if (metrics.findIndex(({ name }) => name === each.name) < index)
        refuse(['metrics', index, 'name'], `another metric is called "${each.name}" as well`);
      const given = ways.filter((way) => each[way] !== undefined);
      if (given.length !== 1)
        refuse(['metrics', index], 'expected one of "query", "rate", "quantile" and "error_ratio"');
    }
  });

/** A validated {@link PrometheusConfig}. */
export type PrometheusSettings = z.output<typeof PrometheusConfig>;

/** A metric as it is configured: by a query, or by what one is written from. */
export type ConfiguredMetric = PrometheusSettings['metrics'][number];

/** A metric that is measured by a query. */
export type QueriedMetric = Omit<ConfiguredMetric, (typeof ways)[number]> & {
  readonly query: string;
  /** What it selects samples by, as far as that is known. */
  readonly sources?: readonly string[] | undefined;
  /** How often its own targets are scraped, in milliseconds, where it is known which ones these are. */
  readonly interval?: number | undefined;
};
