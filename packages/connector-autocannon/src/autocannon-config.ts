import { Duration } from '@servo/core';
import { duration, type Secret, secret, z } from '@servo/core/config';
import { fastFailConfig } from '@servo/core/fast-fail';
import { loadMetricNames } from './load-metrics.js';

const headers = z
  .record(z.string().regex(/^[!#$%&'*+.^_`|~0-9a-zA-Z-]+$/, 'expected the name of a header'), secret())
  .describe('Headers of all requests; the values are treated as secrets');
const httpUrl = z.url({ protocol: /^https?$/, error: 'expected a URL that begins with http:// or https://' });
const longest = Duration.from('24d'); // what a timer of Node can hold

/** The schema of one of the requests that take turns. HEAD is missing: autocannon's parser waits for a body. */
const request = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']).default('GET'),
  url: httpUrl.optional().describe('Where there is no `url` for all; of one origin in all requests'),
  path: z.string().startsWith('/').optional().describe('Replaces path and query of the `url` for all'),
  headers: headers.optional().describe('In addition to the headers of all requests'),
  body: z.string().optional(),
  bodyFile: z.string().min(1).optional().describe('A file with the body, relative to servo.yaml'),
});

const shape = z.strictObject({
  url: httpUrl.optional().describe('What to load; required unless each of the `requests` has a `url`'),
  rate: z.number().positive().max(100_000).describe('Requests per second in all, evenly spaced'),
  connections: z.int().min(1).max(2_000).default(10).describe('The most requests under way at one time, up to 2000'),
  duration: duration().optional().describe('The measured time where the command does not say it, else 1s'),
  warmup: duration().optional().describe('Load before it that is not measured; likewise, else 0s'),
  timeout: limited(duration())
    .prefault('10s')
    .describe('The longest wait for one answer, from when its request was due'),
  interval: limited(duration()).prefault('1s').describe('The time that one point of a series covers'),
  headers: headers.default({}),
  requests: z.array(request).min(1).optional().describe('Requests that take turns, instead of one GET of `url`'),
  metrics: z
    .array(z.enum(loadMetricNames))
    .min(1)
    .default([...loadMetricNames])
    .describe('What to report; leave out what another connector of the servo reports'),
  fastFail: fastFailConfig({ period: '5s' }).describe('When a load is cut short that clearly fails'),
  insecure: z
    .boolean()
    .default(false)
    .describe('Accept any TLS certificate. For an authority of your own set NODE_EXTRA_CA_CERTS instead'),
});

/**
 * The configuration of the connector.
 *
 * @example
 * AutocannonConfig.parse({ url: 'http://127.0.0.1:8123/report', rate: 60, warmup: '1s', duration: '4s' });
 */
export const AutocannonConfig = shape.superRefine(({ url, requests = [] }, context) => {
  const missing = (path: (string | number)[], message: string): void =>
    context.addIssue({ code: 'custom', path, message });
  if (!url && !requests[0]?.url) missing(['url'], 'expected the URL to load, here or in each request');
  for (const [index, each] of requests.entries()) {
    const at = (key: string): (string | number)[] => ['requests', index, key];
    if (!url && !each.url) missing(at('url'), 'expected a URL, because there is none for all requests');
    if (each.url && each.path) missing(at('path'), 'expected a URL or a path, not both');
    if (each.body !== undefined && each.bodyFile) missing(at('body_file'), 'expected a body or a file, not both');
    if (each.url && differ(each.url, url ?? requests[0]?.url ?? each.url))
      missing(at('url'), 'expected the same scheme, host and port as in the other URLs');
  }
});

/** A validated {@link AutocannonConfig}. */
export type AutocannonSettings = z.output<typeof AutocannonConfig>;

/** Headers whose values are not shown. */
export type SecretHeaders = Readonly<Record<string, Secret>>;

/** Whether two URLs have different origins; of what is none, something else is told. */
function differ(...urls: readonly [string, string]): boolean {
  const [first, second] = urls.map((url) => (URL.canParse(url) ? new URL(url).origin : undefined));
  return first !== undefined && second !== undefined && first !== second;
}

function limited(schema: ReturnType<typeof duration>) {
  const fits = ({ milliseconds }: Duration): boolean => milliseconds >= 1 && milliseconds <= longest.milliseconds;
  return schema.refine(fits, `expected 1ms to ${String(longest)}`);
}
