import { expect, test } from 'vitest';
import type { ScrapeTarget } from '../client/scrape-target.js';
import { PrometheusConfig, type QueriedMetric } from '../prometheus-config.js';
import { expandMetric } from './expand-metric.js';

const target = (job: string, interval?: number): ScrapeTarget => ({
  pool: job,
  url: '',
  health: 'up',
  labels: { job },
  lastScrapeDuration: 0,
  error: '',
  interval,
});

function expanded(metric: object, targets: readonly ScrapeTarget[] = [target('shop', 5_000)]): QueriedMetric {
  const [configured] = PrometheusConfig.parse({ metrics: [{ name: 'm', ...metric }] }).metrics;
  if (!configured) throw new TypeError('Expected a metric');
  return expandMetric(configured, targets);
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
  [{ rate: { of: 'a', where: { path: 'a "quote"\\\n' } } }, 'sum(rate(a{path="a \\"quote\\"\\\\\\n"}[20s]))'],
  [{ rate: { of: 'a', where: { path: '=!=' } } }, 'sum(rate(a{path="!="}[20s]))'],
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
    { errorRatio: { of: 'a', errors: 'a_failed' } },
    '(sum(rate(a_failed[20s])) or 0 * sum(rate(a[20s]))) / sum(rate(a[20s]))',
  ],
])('expandMetric() writes %j as a query', (metric, query) => {
  expect(expanded(metric).query).toBe(query);
});

test('expandMetric() lets an error ratio have no value without traffic, unless it is told what traffic is', () => {
  const errorRatio = { of: 'a', errors: 'b', by: ['pod'] };
  expect(expanded({ errorRatio }).traffic).toBe('sum(rate(a[20s]))');
  expect(expanded({ errorRatio, traffic: 'c' }).traffic).toBe('c');
});

test.each([
  ['four scrapes of what is meant', { job: 'shop' }, [target('shop', 5_000), target('slow', 60_000)], '20s'],
  ['four scrapes of the slowest where any may be meant', {}, [target('shop', 5_000), target('slow', 60_000)], '240s'],
  ['four of the slowest where nothing is as it is meant', { job: 'x' }, [target('shop', 5_000)], '20s'],
  [
    'four of what is matched by no one value',
    { job: '=~s.*' },
    [target('shop', 5_000), target('slow', 60_000)],
    '240s',
  ],
  ['a minute where nothing is known', {}, [], '60s'],
  ['a minute where the server does not say', {}, [target('shop')], '60s'],
] as const)('expandMetric() takes a rate over %s', (_, where, targets, window) => {
  expect(expanded({ rate: { of: 'a', where } }, targets).query).toContain(`[${window}]`);
});
