import { expect, test } from 'vitest';
import { PrometheusError } from './client/prometheus-error.js';
import { lastSample, usualAge } from './last-sample.js';
import { PrometheusConfig } from './prometheus-config.js';
import { expandMetric } from './shorthand/expand-metric.js';

const { signal } = new AbortController();
const [end, stale] = [1_000_000, 45_000];
const refused = (status: number): PrometheusError => new PrometheusError(`status ${status}`, { status });

/** The last sample of a metric, with a server that has these ages in seconds of what is selected, and what it was asked. */
async function last(metric: object, ages: Readonly<Record<string, number | Error>>) {
  const [configured] = PrometheusConfig.parse({ metrics: [{ name: 'm', ...metric }] }).metrics;
  if (!configured) throw new TypeError('Expected a metric');
  const asked: string[] = [];
  const client = {
    query: async (query: string) => {
      const source = /^max\(timestamp\((.*)\)\)$/s.exec(query)?.[1] ?? '';
      asked.push(source);
      const age = ages[source];
      if (age instanceof Error) throw age;
      const points = age === undefined ? [] : [{ labels: {}, points: [[end, end / 1_000 - age] as const] }];
      return { series: points, warnings: [`of ${source}`] };
    },
  };
  const found = await lastSample(expandMetric(configured, 15_000), { client, end, stale, signal });
  return { ...found, asked };
}

test.each<[what: string, metric: object, ages: Readonly<Record<string, number | Error>>, at: number | undefined]>([
  ['a selector', { query: 'a{job="x"}' }, { 'a{job="x"}': 10 }, 990_000],
  ['a sum', { query: 'sum(a)' }, { a: 200 }, 800_000],
  ['a rate that looks back', { query: 'rate(a[5m])' }, { a: 200 }, 800_000],
  ['a rate that looks back further than the server', { query: 'rate(a[1h])' }, {}, 700_000],
  ['a shorthand', { rate: { of: 'a', window: '1h', where: { job: 'x' } } }, { 'a{job="x"}': 60 }, 940_000],
  ['a quantile of a native histogram', { quantile: { of: 'h', q: 0.5 } }, { h: 10 }, 990_000],
  ['what is alive in part', { query: 'a / b' }, { a: 200, b: 10 }, 990_000],
  ['what is dead in all', { query: 'a / b' }, { a: 200, b: 100 }, 900_000],
  ['what is known in part', { query: 'a / b' }, { a: 200, b: refused(422) }, undefined],
  ['a word that selects nothing', { query: 'a' }, { a: refused(400) }, undefined],
  ['no samples at all', { query: 'vector(1)' }, {}, undefined],
  ['what has a value without samples', { query: 'sum(rate(a[5m])) or vector(0)' }, { a: 200 }, undefined],
  ['what is taken for 0', { query: 'rate(a[5m])', absent: 'zero' }, {}, undefined],
  ['what is meant to be old', { query: 'a offset 1w' }, { a: 10 }, undefined],
])('lastSample() tells it of %s', async (_, metric, ages, at) => {
  expect((await last(metric, ages)).at).toBe(at);
});

test('lastSample() asks no more once something is alive, and passes on what is said', async () => {
  expect(await last({ query: 'a / b / c' }, { a: 200, b: 10, c: 10 })).toEqual({
    at: 990_000,
    asked: ['a', 'b'],
    warnings: ['of a', 'of b'],
  });
});

test.each([401, 429, 200, 503])('lastSample() is no guess where the server refuses: %i', async (status) => {
  await expect(last({ query: 'a' }, { a: refused(status) })).rejects.toMatchObject({
    code: 'MEASUREMENT_FAILED',
    reason: 'query-failed',
    message: `The metric "m" cannot be asked for: status ${status}`,
  });
});

test.each([
  ['two steps and an interval', { interval: 5_000, sources: ['a'] }, 15_000],
  ['a minute where the interval is not known', { sources: ['a'] }, 70_000],
  ['a minute at least of what a rule records', { interval: 5_000, sources: ['job:a:rate5m{job="x"}'] }, 70_000],
])('usualAge() is %s', (_, metric, age) => {
  expect(usualAge(metric, 5_000)).toBe(age);
});
