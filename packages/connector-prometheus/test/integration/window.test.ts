import { once } from 'node:events';
import { setTimeout as later } from 'node:timers/promises';
import { type ControlInput, control, systemClock } from '@servo/core';
import { connectorHost, eventContext, recordingLogger } from '@servo/testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import { PrometheusConfig, PrometheusConnector } from '../../src/index.js';
import { type Asked, fakePrometheus, line, number, type Said, targets } from '../support/fake-prometheus.js';

/** A server whose samples are all of now, and whose targets are scraped each second. */
function healthy(asked: Asked, value = 1): Said {
  if (asked.path === 'targets') return targets('1s');
  return asked.path === 'query' ? number(Date.now() / 1_000) : line(asked, value);
}

async function measuring(answer: (asked: Asked) => Said | Promise<Said>, config: object = {}) {
  const server = await fakePrometheus(answer);
  const settings = PrometheusConfig.parse({
    baseUrl: server.url,
    metrics: [{ name: 'm', query: 'x', step: '100ms' }],
    retry: 0,
    ...config,
  });
  const logger = recordingLogger();
  const connector = new PrometheusConnector(connectorHost({ config: settings, clock: systemClock, logger }));
  onTestFinished(() => connector[Symbol.asyncDispose]());
  const measure = (input: ControlInput, metrics?: readonly string[]) =>
    connector.measure({ metrics, control: control(input) }, eventContext({ clock: systemClock, logger }));
  return { server, logger, measure };
}

const fastFail = { period: '200ms' };
const slo = (metric: string, threshold: number, more: object = {}) => ({
  userdata: { slo: { conditions: [{ metric, threshold, keep: 'below', ...more }] } },
});

test('PrometheusConnector measures from when it was told to, however slowly the server says what it scrapes', async () => {
  const { server, measure } = await measuring(async (asked) => {
    if (asked.path === 'targets') await later(2_000);
    return healthy(asked);
  });
  const begun = Date.now();
  await measure({ duration: '500ms', warmup: '200ms' });
  const asked = server.asked.filter(({ path }) => path === 'query_range');
  expect(asked).toHaveLength(1);
  expect(Object.fromEntries(asked[0]?.params ?? [])).toMatchObject({ query: 'x', step: '0.1', timeout: '30' });
  const [start = 0, end = 0] = ['start', 'end'].map((key) => 1_000 * Number(asked[0]?.params.get(key)));
  expect(start).toBeGreaterThanOrEqual(begun + 200);
  expect(start).toBeLessThan(begun + 1_500); // on a busy machine
  expect(end - start).toBe(500);
  expect(asked[0]?.at).toBeGreaterThanOrEqual(begun + 2_000);
});

test('PrometheusConnector waits for the delay, and for no check of conditions that comes later', async () => {
  const { server, measure } = await measuring(healthy, { fastFail: { period: '1m' } });
  const begun = Date.now();
  await measure({ duration: '300ms', delay: '1500ms', ...slo('m', 5) });
  const asked = server.asked.filter(({ path }) => path === 'query_range');
  expect(asked).toHaveLength(1);
  expect(asked[0]?.at).toBeGreaterThanOrEqual(begun + 1_800);
  expect(Date.now() - begun).toBeLessThan(20_000);
});

test('PrometheusConnector says of a metric without a value when it was measured, and not before', async () => {
  const metrics = [{ name: 'm', query: 'x', step: '100ms', absent: 'warn' }];
  const empty: Said = { data: { resultType: 'matrix', result: [] } };
  const begun = Date.now();
  const { logger, measure } = await measuring(
    (asked) => (asked.path === 'query_range' && asked.at < begun + 1_000 ? empty : healthy(asked)),
    { metrics, fastFail },
  );
  expect(await measure({ duration: '1s', ...slo('m', 5) })).toMatchObject({ absent: [] });
  expect(logger.messages('warn')).toEqual([]);
});

test('PrometheusConnector says once of a query that it looks back further than the warm-up', async () => {
  const metrics = [{ name: 'm', query: 'rate(x[400ms])', step: '100ms' }];
  const { logger, measure } = await measuring(healthy, { metrics });
  await measure({ duration: '300ms', warmup: '400ms' });
  expect(logger.messages('warn')).toEqual([]);
  for (let times = 0; times < 2; times += 1) await measure({ duration: '300ms', warmup: '100ms' });
  expect(logger.messages('warn')).toEqual([
    'm looks back 400ms, and the warm-up lasts 100ms: it tells of what was before, too',
  ]);
});

test('PrometheusConnector ends at once where it may ask nothing', async () => {
  const { measure } = await measuring(() => ({ status: 401 }));
  const begun = performance.now();
  await expect(measure({ duration: '1m' })).rejects.toMatchObject({
    code: 'MEASUREMENT_FAILED',
    reason: 'query-failed',
    hint: 'Check bearer_token, basic_auth and headers.',
  });
  expect(performance.now() - begun).toBeLessThan(5_000);
});

test('PrometheusConnector measures where the server keeps to itself what it scrapes', async () => {
  const { measure } = await measuring((asked) => (asked.path === 'targets' ? { status: 403 } : healthy(asked)));
  expect(await measure({ duration: '300ms' })).toMatchObject({ readings: [{ metric: { name: 'm' } }], absent: [] });
});

test('PrometheusConnector measures nothing, and says so, where only what others measure is asked for', async () => {
  const { server, logger, measure } = await measuring(healthy);
  for (let round = 0; round < 2; round++)
    expect(await measure({ duration: '1m' }, ['a', 'b'])).toEqual({ readings: [] });
  expect(logger.messages('warn')).toEqual(['None of the metrics that are asked for is measured here: a, b']);
  expect(server.asked).toEqual([]);
});

test('PrometheusConnector says once what the server says beside its answers', async () => {
  const metrics = ['a', 'b'].map((name) => ({ name, rate: name, step: '100ms' }));
  const { logger, measure } = await measuring(
    (asked) => {
      if (asked.path === 'targets') return targets('1s', '2s');
      return { ...healthy(asked), warnings: ['a store is away'] };
    },
    { metrics },
  );
  await measure({ duration: '300ms' });
  expect(logger.messages('warn').filter((each) => each.includes('store'))).toEqual(['a store is away']);
});

test('PrometheusConnector leaves no question behind when one fails', async () => {
  const metrics = ['bad', 'slow'].map((query) => ({ name: query, query, step: '100ms' }));
  const { server, measure } = await measuring(
    async (asked) => {
      const query = asked.params.get('query');
      if (asked.path === 'query_range' && query === 'bad') return { status: 422 };
      if (query === 'slow') await once(asked.gone, 'abort');
      return healthy(asked);
    },
    { metrics },
  );
  const begun = performance.now();
  await expect(measure({ duration: '300ms' })).rejects.toMatchObject({ reason: 'query-failed' });
  expect(performance.now() - begun).toBeLessThan(10_000);
  const slow = server.asked.find(({ params }) => params.get('query') === 'slow');
  await vi.waitFor(() => expect(slow?.gone.aborted).toBe(true));
});

test('PrometheusConnector cuts a measurement short by a metric that was not asked for', async () => {
  const metrics = ['m', 'other'].map((name) => ({ name, query: name, step: '100ms' }));
  const { server, measure } = await measuring((asked) => healthy(asked, 7), { metrics, fastFail });
  const begun = performance.now();
  await expect(measure({ duration: '1m', ...slo('other', 5) }, ['m'])).rejects.toMatchObject({
    code: 'EVENT_ABORTED',
    reason: 'slo-violation',
    message: expect.stringContaining('(other below 5)'),
  });
  expect(performance.now() - begun).toBeLessThan(10_000);
  const asked = server.asked.filter(({ path }) => path === 'query_range');
  expect(asked.map(({ params }) => params.get('query'))).toEqual(['other']);
});

test('PrometheusConnector measures to the end while conditions are kept, or cannot be judged', async () => {
  const metrics = ['m', 'none'].map((name) => ({ name, query: name, step: '100ms', absent: 'fail' }));
  const empty: Said = { data: { resultType: 'matrix', result: [] } };
  const answer = (asked: Asked): Said => (asked.params.get('query') === 'none' ? empty : healthy(asked, 5));
  const { server, measure } = await measuring(answer, { metrics, fastFail });
  const conditions = [...slo('m', 5).userdata.slo.conditions, ...slo('none', 1).userdata.slo.conditions];
  const { readings } = await measure({ duration: '700ms', userdata: { slo: { conditions } } }, ['m']);
  expect(readings).toMatchObject([{ metric: { name: 'm' } }]);
  expect(server.asked.filter(({ params }) => params.get('query') === 'none').length).toBeGreaterThan(1);
});

test('PrometheusConnector ends where its conditions cannot be looked at, and before it where they cannot be read', async () => {
  const { measure } = await measuring((asked) => (asked.path === 'query_range' ? { status: 422 } : healthy(asked)), {
    fastFail,
  });
  await expect(measure({ duration: '1m', ...slo('m', 5) })).rejects.toMatchObject({ code: 'MEASUREMENT_FAILED' });
  const unreadable = { duration: '1m', warmup: '1m', ...slo('m', 5, { trigger_count: 0 }) };
  await expect(measure(unreadable)).rejects.toMatchObject({ code: 'SLO_INVALID' });
});
