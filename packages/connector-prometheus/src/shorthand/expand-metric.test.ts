import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { PrometheusConfig, type QueriedMetric } from '../prometheus-config.js';
import { expandMetric } from './expand-metric.js';

function expanded(metric: object, interval?: number): QueriedMetric {
  const [configured] = PrometheusConfig.parse({ metrics: [{ name: 'm', ...metric }] }).metrics;
  if (!configured) throw new TypeError('Expected a metric');
  return expandMetric(configured, interval);
}

test.each([
  [{ query: 'up' }, 'up'],
  [{ rate: 'http_requests_total' }, 'sum(rate(http_requests_total[20s]))'],
  [{ rate: 'http_requests_total', unit: 'rpm' }, '60 * (sum(rate(http_requests_total[20s])))'],
  [
    {
      rate: {
        of: 'a',
        where: { job: 'shop', code: '=~5..', path: '!=/healthz' },
        by: ['pod', 'zone'],
        window: '1500ms',
      },
    },
    'sum by (pod, zone) (rate(a{job="shop", code=~"5..", path!="/healthz"}[1500ms]))',
  ],
  [
    { quantile: { of: 'latency_seconds', q: 0.99, by: ['route'] }, unit: 's' },
    'histogram_quantile(0.99, sum by (le, route) (rate(latency_seconds_bucket[20s]))) or ' +
      'histogram_quantile(0.99, sum by (route) (rate(latency_seconds[20s])))',
  ],
  [
    { quantile: { of: 'latency_seconds', q: 0.5 }, unit: 'ms' },
    '1000 * (histogram_quantile(0.5, sum by (le) (rate(latency_seconds_bucket[20s]))) or ' +
      'histogram_quantile(0.5, sum(rate(latency_seconds[20s]))))',
  ],
  [
    { errorRatio: { of: 'a', errors: { code: '=~5..' }, where: { job: 'shop' } }, unit: '%' },
    '100 * ((sum(rate(a{job="shop", code=~"5.."}[20s])) or 0 * sum(rate(a{job="shop"}[20s]))) / ' +
      'sum(rate(a{job="shop"}[20s])))',
  ],
  [
    { errorRatio: { of: 'a', errors: { code: '=~5..' }, where: { code: '!=501' } } },
    '(sum(rate(a{code!="501", code=~"5.."}[20s])) or 0 * sum(rate(a{code!="501"}[20s]))) / ' +
      'sum(rate(a{code!="501"}[20s]))',
  ],
  [
    { errorRatio: { of: 'a', errors: 'a_failed' } },
    '(sum(rate(a_failed[20s])) or 0 * sum(rate(a[20s]))) / sum(rate(a[20s]))',
  ],
])('expandMetric() writes %j as a query', (metric, query) => {
  expect(expanded(metric, 5_000).query).toBe(query);
});

test('expandMetric() lets an error ratio have no value without traffic, unless it is told what traffic is', () => {
  const errorRatio = { of: 'a', errors: 'b', by: ['pod'] };
  expect(expanded({ errorRatio }, 5_000).traffic).toBe('sum(rate(a[20s]))');
  expect(expanded({ errorRatio, traffic: 'c' }).traffic).toBe('c');
});

test.each([
  [undefined, 5_000, '20s'],
  [undefined, 333.4, '1334ms'],
  [undefined, undefined, '60s'],
  ['90s', 5_000, '90s'],
])('expandMetric() takes a rate over %s, else over four times %s, else a minute', (window, interval, expected) => {
  expect(expanded({ rate: { of: 'a', window } }, interval).query).toBe(`sum(rate(a[${expected}]))`);
});

const of = 'http_requests_total';
const examples: readonly (readonly [line: string, metric: object])[] = [
  ['{ name: a, rate: http_requests_total }', { rate: of }],
  [
    '{ name: b, unit: rpm, rate: { of: http_requests_total, where: { job: shop, path: "!=/healthz" }, by: [pod] } }',
    { unit: 'rpm', rate: { of, where: { job: 'shop', path: '!=/healthz' }, by: ['pod'] } },
  ],
  [
    '{ name: c, unit: ms, quantile: { of: http_request_seconds, q: 0.99 } }',
    { unit: 'ms', quantile: { of: 'http_request_seconds', q: 0.99 } },
  ],
  [
    '{ name: d, unit: "%", error_ratio: { of: http_requests_total, errors: { code: "=~5.." } } }',
    { unit: '%', errorRatio: { of, errors: { code: '=~5..' } } },
  ],
  [
    '{ name: e, error_ratio: { of: jobs_total, errors: jobs_failed_total, window: 2m } }',
    { errorRatio: { of: 'jobs_total', errors: 'jobs_failed_total', window: '2m' } },
  ],
];

test('expandMetric() writes the queries that the README says', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const [, lines = ''] = /```yaml\n(- [^`]*)```\n\nstand for/.exec(readme) ?? [];
  const [, queries = ''] = /```promql\n([^`]*)```/.exec(readme) ?? [];
  expect(lines.trim().split('\n')).toEqual(examples.map(([line]) => `- ${line}`));
  const written = queries.trim().split('\n\n');
  const { metrics } = PrometheusConfig.parse({ metrics: examples.map(([name, metric]) => ({ name, ...metric })) });
  expect(metrics.map((metric) => expandMetric(metric, 5_000).query)).toEqual(
    written.map((query) => query.replaceAll(/\n */g, ' ')),
  );
});
