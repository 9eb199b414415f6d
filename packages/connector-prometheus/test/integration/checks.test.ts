import { type Check, runChecks, systemClock } from '@servo/core';
import { connectorHost, eventContext, recordingLogger } from '@servo/testing';
import { expect, test } from 'vitest';
import { PrometheusChecks } from '../../src/prometheus-checks.js';
import { PrometheusConfig } from '../../src/prometheus-config.js';
import { type Asked, fakePrometheus, number, type Said, targets } from '../support/fake-prometheus.js';

const nothing: Said = { data: { resultType: 'vector', result: [] } };

/** A server that scrapes each 15 seconds, whose clock is right, and whose answer to any query is 1. */
function healthy({ path, params }: Asked): Said {
  if (path === 'targets') return targets('15s');
  if (path === 'status/buildinfo') return { data: { version: '3.5.0' } };
  return number(params.get('query') === 'time()' ? Date.now() / 1_000 : 1);
}

/** What the checks say of a server that is healthy but for some of its answers. */
async function checked(
  metrics: readonly object[],
  odd: (asked: Asked) => Said | undefined = () => undefined,
): Promise<ReadonlyMap<string, Check>> {
  const { url } = await fakePrometheus((asked) => odd(asked) ?? healthy(asked));
  const named = metrics.map((metric, index) => ({ name: index === 0 ? 'm' : `m${index}`, ...metric }));
  const config = PrometheusConfig.parse({ baseUrl: url, metrics: named });
  const checks = new PrometheusChecks(connectorHost({ config, clock: systemClock }));
  const context = eventContext({ event: 'check', clock: systemClock, logger: recordingLogger() });
  const found = await runChecks(checks, { context });
  return new Map(found.map((each) => [each.id, each]));
}

/** A server whose answer to one query is another. */
const answering =
  (query: string, said: Said) =>
  ({ params }: Asked): Said | undefined =>
    params.get('query') === query ? said : undefined;

const under =
  (path: string, said: Said) =>
  (asked: Asked): Said | undefined =>
    asked.path === path ? said : undefined;

test('PrometheusChecks succeed with a server that is healthy', async () => {
  const found = [...(await checked([{ query: 'up' }])).values()];
  expect(found.map(({ id, success, message }) => [id, success, message])).toEqual([
    ['server', true, 'Prometheus 3.5.0'],
    ['targets', true, '1 of 1 are up'],
    ['queries', true, '1 of 1'],
    ['samples', true, 'the last one is 1 s old'],
    ['windows', true, 'targets are scraped each 15 s'],
  ]);
});

test.each([
  [{ version: '2.17.0', application: 'Grafana Mimir' }, 'Grafana Mimir 2.17.0'],
  [{}, 'it answers'],
])('PrometheusChecks says what answers: %j', async (data, message) => {
  const server = (await checked([], under('status/buildinfo', { data }))).get('server');
  expect(server).toMatchObject({ success: true, message });
});

test.each([
  [60, 'the clock of the server is 60 s ahead'],
  [-60, 'the clock of the server is 60 s behind'],
])('PrometheusChecks compares the clocks: %i s', async (skew, message) => {
  const server = (await checked([], answering('time()', number(Date.now() / 1_000 + skew)))).get('server');
  expect(server).toMatchObject({ success: false, message, hint: expect.stringContaining('NTP') });
});

const target = (health: string, lastError = ''): object => ({
  scrapeUrl: `http://${health}/metrics`,
  health,
  lastError,
});

test.each<[readonly object[] | null, boolean, string]>([
  [[target('up'), target('up'), target('down', 'refused')], true, '2 of 3 are up'],
  [[target('up'), target('unknown')], true, '1 of 2 are up, 1 not scraped yet'],
  [[target('unknown')], true, '0 of 1 are up, 1 not scraped yet'],
  [[target('down', 'refused'), target('down')], false, 'all 2 targets are down: http://down/metrics (refused)'],
  [[], false, 'the server scrapes nothing'],
  [null, false, 'the server scrapes nothing'],
])('PrometheusChecks looks at the targets: %j', async (activeTargets, success, message) => {
  const found = await checked([], under('targets', { data: { activeTargets } }));
  expect(found.get('targets')).toMatchObject({ success, message });
});

test.each([404, 403, 501])('PrometheusChecks lets a server keep its targets to itself: %i', async (status) => {
  const found = await checked([{ query: 'up' }], under('targets', { status }));
  expect(found.get('targets')).toMatchObject({ success: true, message: 'the server does not tell what it scrapes' });
  expect(found.get('windows')).toMatchObject({ success: true, message: 'how often targets are scraped is not known' });
});

test('PrometheusChecks fails where targets cannot be asked for otherwise', async () => {
  expect((await checked([], under('targets', { status: 500 }))).get('targets')).toMatchObject({ success: false });
});

test.each<[metric: object, odd: ReturnType<typeof answering>, success: boolean, message: string]>([
  [{ query: 'a' }, answering('a', number(0)), true, '1 of 1'],
  [{ query: 'a' }, answering('a', nothing), false, 'm brings nothing'],
  [{ query: 'a' }, answering('a', number(Number.NaN)), false, 'm brings no number'],
  [{ query: 'a' }, answering('a', { status: 422 }), false, 'm: '],
  [{ query: 'a', absent: 'zero' }, answering('(a) or on() vector(0)', number(0)), true, '1 of 1'],
  [{ query: 'a', traffic: 't' }, answering('t', number(3)), true, '1 of 1'],
  [{ query: 'a', traffic: 't' }, answering('t', number(0)), false, 'm has no traffic'],
  [{ query: 'a', traffic: 't' }, answering('t', nothing), false, 'm has no traffic'],
  [{ query: 'a', traffic: 't' }, answering('t', { status: 400 }), false, 'm: '],
])('PrometheusChecks asks all that is measured: %j', async (metric, odd, success, message) => {
  const found = (await checked([metric], odd)).get('queries');
  expect(found).toMatchObject({ success, message: expect.stringContaining(message) });
});

test('PrometheusChecks names each query that is of no use', async () => {
  const found = await checked([{ query: 'a' }, { query: 'b' }, { query: 'c' }], ({ params }) =>
    ['a', 'c'].includes(params.get('query') ?? '') ? nothing : undefined,
  );
  expect(found.get('queries')).toMatchObject({ success: false, message: 'm brings nothing; m2 brings nothing' });
});

test.each([
  [2, true, 'the last one is 2 s old'],
  [34, true, 'the last one is 34 s old'],
  [undefined, true, 'the server has none of "up"'],
  [36, false, 'the last sample is 36 s old, and one is taken each 15 s'],
  [-30, false, 'the last sample is 30 s ahead of the clock of the server'],
])('PrometheusChecks judges a last sample that is %s seconds old', async (age, success, message) => {
  const odd = answering('time() - max(timestamp(up))', age === undefined ? nothing : number(age));
  expect((await checked([{ query: 'up' }], odd)).get('samples')).toMatchObject({ success, message });
});

test.each([
  [{ query: 'rate(a[30s])' }, true, 'targets are scraped each 15 s'],
  [{ query: 'rate(a{b="[1s]"}[30s]) # [2s]' }, true, 'targets are scraped each 15 s'],
  [{ rate: 'a' }, true, 'targets are scraped each 15 s'],
  [{ query: 'rate(a[1m]) / rate(b[20s])' }, false, 'm looks back 20 s, and its targets are scraped each 15 s'],
  [{ query: 'a', step: '5s' }, false, 'm has a point each 5 s, and its targets are scraped each 15 s'],
])('PrometheusChecks compares %j with how often targets are scraped', async (metric, success, message) => {
  expect((await checked([metric])).get('windows')).toMatchObject({ success, message, severity: 'warning' });
});
