import { recordingLogger } from '@servo/testing';
import { expect, test } from 'vitest';
import type { ScrapeTarget } from '../client/scrape-target.js';
import { PrometheusConfig } from '../prometheus-config.js';
import type { Series } from '../series.js';
import { expandMetrics } from './expand-metrics.js';

const { signal } = new AbortController();

function target(job: string, interval?: number): ScrapeTarget {
  const labels = { job, instance: `${job}:80` };
  return { pool: job, url: '', health: 'up', labels, lastScrapeDuration: 0, error: '', interval };
}

/** A server that scrapes so, and has series of some jobs; tells what it was asked. */
function server(targets: readonly ScrapeTarget[] | Error, jobs: readonly (string | object)[] | Error = []) {
  const asked: string[] = [];
  const client = {
    targets: () => {
      asked.push('targets');
      return targets instanceof Error ? Promise.reject(targets) : Promise.resolve(targets);
    },
    query: (query: string) => {
      asked.push(query);
      if (jobs instanceof Error) return Promise.reject(jobs);
      const labels = jobs.map((job) => (typeof job === 'string' ? { job, instance: `${job}:80` } : { ...job }));
      const series = labels.map((each): Series => ({ labels: each, points: [[0, 1]] }));
      return Promise.resolve({ series, warnings: [] });
    },
  };
  return { client, asked };
}

async function windowOf(where: object, { client }: ReturnType<typeof server>): Promise<string | undefined> {
  const { metrics } = PrometheusConfig.parse({ metrics: [{ name: 'm', rate: { of: 'a', where } }] });
  const [metric] = await expandMetrics(metrics, { client, signal, logger: recordingLogger() });
  return /\[(\w+)\]/.exec(metric?.query ?? '')?.[1];
}

const [shop, slow, third] = [target('shop', 5_000), target('slow', 60_000), target('third', 5_000)];

test.each([
  ['four scrapes of what is meant', { job: 'shop' }, server([shop, slow]), '20s'],
  ['four of those that have such series', {}, server([shop, slow], ['shop']), '20s'],
  ['four of the slowest of those', {}, server([shop, slow], ['shop', 'slow']), '240s'],
  ['four of the job that a rule records it by', {}, server([shop, slow], [{ job: 'shop' }]), '20s'],
  [
    'four of the job of an instance that is not scraped',
    {},
    server([shop, slow], [{ job: 'shop', instance: 'x' }]),
    '20s',
  ],
  ['four of the usual ones where a rule records it by neither', {}, server([shop, slow, third], [{}]), '20s'],
  ['four of the slower ones where none is usual', {}, server([shop, slow], [{}]), '240s'],
  ['four of the slowest where none has any yet', {}, server([shop, slow]), '240s'],
  ['four of the slowest where that cannot be asked', {}, server([shop, slow], new Error('refused')), '240s'],
  ['four of the slowest that no one value matches', { job: '=~s.*' }, server([shop, slow]), '240s'],
  ['four of any where nothing is as it is meant', { job: 'x' }, server([shop]), '20s'],
  ['a minute where nothing is scraped', {}, server([]), '60s'],
  ['a minute where the server does not say how often', {}, server([target('shop')]), '60s'],
  ['a minute where the server does not say what', {}, server(new Error('404')), '60s'],
] as const)('expandMetrics() takes a rate over %s', async (_, where, asked, window) => {
  expect(await windowOf(where, asked)).toBe(window);
});

test('expandMetrics() says once what the server says beside its answers', async () => {
  const { metrics } = PrometheusConfig.parse({ metrics: ['a', 'b'].map((name) => ({ name, rate: name })) });
  const query = () => Promise.resolve({ series: [], warnings: ['a store is away'] });
  const logger = recordingLogger();
  const client = { ...server([]).client, query };
  await expandMetrics(metrics, { client, signal, logger, targets: [shop, slow] });
  expect(logger.messages('warn')).toEqual(['a store is away']);
});

test('expandMetrics() asks no more than it must', async () => {
  const metrics = (...wanted: readonly object[]) =>
    PrometheusConfig.parse({ metrics: wanted.map((each, index) => ({ name: `m${index}`, ...each })) }).metrics;
  const logger = recordingLogger();
  const { client, asked } = server([shop, slow], ['shop']);
  await expandMetrics(metrics({ query: 'up' }), { client, signal, logger });
  expect(asked).toEqual([]);
  await expandMetrics(metrics({ rate: { of: 'a', where: { job: 'shop' } } }, { rate: 'b' }), {
    client,
    signal,
    logger,
  });
  expect(asked).toEqual(['targets', 'count by (job, instance) ({__name__=~"b(_bucket)?"})']);
  asked.length = 0;
  await expandMetrics(metrics({ rate: 'a' }), { client, signal, logger, targets: [shop] });
  expect(asked).toEqual([]);
});

test('expandMetrics() tells how often the targets of each metric are scraped, also of a query', async () => {
  const { client, asked } = server([shop, slow], ['shop']);
  const { metrics } = PrometheusConfig.parse({
    metrics: [
      { name: 'a', rate: 'a' },
      { name: 'b', query: 'sum(rate(b[1m])) / max(c)' },
      { name: 'c', query: 'vector(1)' },
    ],
  });
  const expanded = await expandMetrics(metrics, { client, signal, logger: recordingLogger() });
  expect(expanded.map(({ interval }) => interval)).toEqual([5_000, 5_000, 60_000]);
  expect(asked).toContain('count by (job, instance) ({__name__=~"b|c"})');
});
