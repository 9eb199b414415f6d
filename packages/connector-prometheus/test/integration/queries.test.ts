import { systemClock } from '@servo/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PrometheusClient } from '../../src/client/prometheus-client.js';
import { measureMetric } from '../../src/measure-metric.js';
import { PrometheusConfig } from '../../src/prometheus-config.js';
import { expandMetric } from '../../src/shorthand/expand-metric.js';
import { missing, PrometheusServer } from '../../../../tools/real-programs/prometheus-server.js';

test.runIf(missing !== undefined)('a real Prometheus is there', ({ skip }) => skip(missing));

const begin = 1_700_000_010; // seconds, a multiple of the step
const steps = Array.from({ length: 40 }, (_, index) => begin + 15 * index);
/** Two instances of a counter, a gauge that ends early, one that is no number, and one that was always 0. */
const samples = [
  '# TYPE requests counter',
  ...['a', 'b'].flatMap((instance, index) =>
    steps.map((time, step) => `requests_total{instance="${instance}",job="shop"} ${step * 30 * (index + 1)} ${time}`),
  ),
  '# TYPE heat gauge',
  ...steps.slice(0, 8).map((time, step) => `heat ${step} ${time}`),
  '# TYPE idle gauge',
  ...steps.map((time) => `idle 0 ${time}`),
  '# EOF',
  '',
].join('\n');

const signal = new AbortController().signal;

describe.skipIf(missing !== undefined)('PrometheusClient, with a real server', () => {
  let server: PrometheusServer;
  let client: PrometheusClient;
  const config = (more: object = {}) =>
    PrometheusConfig.parse({ baseUrl: server.url, metrics: [], retry: 0, timeout: '5s', ...more });

  beforeAll(async () => {
    server = await PrometheusServer.start({ samples });
    client = new PrometheusClient({ config: config(), cwd: '.', clock: systemClock });
  });
  afterAll(async () => {
    await client[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  const measured = (metric: object, steps = 39) => {
    const [wanted] = PrometheusConfig.parse({ metrics: [{ name: 'm', step: '15s', ...metric }] }).metrics;
    if (!wanted) throw new TypeError('Expected a metric');
    const range = { start: begin * 1_000, end: (begin + 15 * steps) * 1_000 };
    return measureMetric(expandMetric(wanted, 15_000), { client, config: config(), ...range, signal });
  };

  test('reads back exactly what is there, each series with its id', async () => {
    const { readings, absent } = await measured({ query: 'requests_total', unit: 'rps' });
    expect(absent).toEqual([]);
    expect(readings).toEqual(
      ['a', 'b'].map((instance, index) => ({
        metric: { name: 'm', unit: 'rps' },
        id: `{__name__="requests_total", instance="${instance}", job="shop"}`,
        metadata: { __name__: 'requests_total', instance, job: 'shop' },
        points: steps.map((time, step) => [time * 1_000, step * 30 * (index + 1)]),
      })),
    );
  });

  test.for([
    [{ query: 'nothing_of_that_name' }, 'no-data'],
    [{ query: 'rate(requests_total[10s])' }, 'window-too-short'],
    [{ query: 'idle / 0' }, 'not-a-number'],
    [{ query: 'heat', absent: 'ignore' }, 'stale'],
    [{ query: 'requests_total', traffic: 'idle' }, 'no-traffic'],
  ] as const)('says of %j why there is no number: %s', async ([metric, reason]) => {
    expect(await measured(metric)).toMatchObject({ readings: [], absent: [{ metric: 'm', reason }] });
  });

  test.for([
    [{ query: 'sum(heat)' }, 20],
    [{ query: '2 * heat' }, 20],
    [{ query: 'max_over_time(heat[5m])' }, 20],
    [{ query: 'max_over_time(heat[20m])' }, 39],
    [{ query: 'max by (__name__) ({__name__="heat"})' }, 20],
    [{ rate: { of: 'heat', window: '5m' } }, 20],
    [{ rate: { of: 'heat', window: '20m' } }, 39],
  ] as const)(
    'knows of %j that its samples ended, whatever it makes of them; over %i steps',
    async ([metric, count]) => {
      expect(await measured(metric, count)).toMatchObject({ readings: [], absent: [{ reason: 'stale' }] });
    },
  );

  test.for([
    { query: 'sum(heat) / sum(requests_total)' },
    { query: 'sum({__name__=~"heat|requests_total"})' },
    { query: 'absent_over_time(heat[1m]) or vector(0)' },
    { rate: { of: 'requests_total', window: '20m' } },
  ])('takes %j for alive, some of whose samples go on', async (metric) => {
    expect(await measured(metric, 20)).toMatchObject({ readings: [{ points: expect.anything() }], absent: [] });
  });

  test.for(['nothing > 5 and nothing < 7', 'nothing # is said of it'])(
    'takes what is not there for 0 where that is wanted, whatever the query is: %s',
    async (query) => {
      const { readings } = await measured({ query, absent: 'zero' });
      expect(readings).toMatchObject([{ points: expect.arrayContaining([[begin * 1_000, 0]]) }]);
    },
  );

  test('fails where a metric must have a value, and warns where that is wanted', async () => {
    await expect(measured({ query: 'nothing', absent: 'fail' })).rejects.toMatchObject({
      code: 'MEASUREMENT_FAILED',
      reason: 'no-data',
    });
    expect((await measured({ query: 'nothing', absent: 'warn' })).warnings).toEqual([
      'The metric "m" has no value: its query brings nothing',
    ]);
  });

  test('says what the server says is wrong with a query', async () => {
    await expect(measured({ query: 'rate(requests_total)' })).rejects.toMatchObject({
      reason: 'query-failed',
      message: expect.stringMatching(/bad_data: .*expected type range vector/),
      hint: expect.stringContaining('servo prometheus query'),
    });
    await expect(
      client.query('requests_total * on() group_left vector(1) * on() requests_total', signal, begin * 1_000),
    ).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining('execution: '),
    });
  });

  test('asks for more points than one answer holds in several', async () => {
    const [wanted] = PrometheusConfig.parse({ metrics: [{ name: 'm', query: 'vector(1)', step: '1s' }] }).metrics;
    if (!wanted) throw new TypeError('Expected a metric');
    const range = { start: begin * 1_000, end: (begin + 30_000) * 1_000 };
    const { readings } = await measureMetric(expandMetric(wanted), { client, config: config(), ...range, signal });
    expect(readings).toMatchObject([{ points: { length: 30_001 } }]);
  });

  test('says which version it is, and what it scrapes', async () => {
    expect(await client.build(signal)).toMatch(/^Prometheus \d+\.\d+/);
    expect(await client.targets(signal)).toEqual([]);
  });

  test('ends with its signal', async () => {
    const stop = new AbortController();
    const asked = client.queryRange('vector(1)', { start: 0, end: 1e9, step: 1e6 }, stop.signal);
    stop.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
  });
});

describe.skipIf(missing !== undefined)('PrometheusClient, with a server that gives up', () => {
  test('says so, and that it may be asked again', async () => {
    await using server = await PrometheusServer.start({ samples, flags: ['--query.timeout=1ms'] });
    const config = PrometheusConfig.parse({ baseUrl: server.url, metrics: [], retry: 0 });
    await using client = new PrometheusClient({ config, cwd: '.', clock: systemClock });
    const range = { start: begin * 1_000, end: (begin + 600) * 1_000, step: 100 };
    await expect(client.queryRange('sum_over_time(requests_total[10m:1s])', range, signal)).rejects.toMatchObject({
      status: 503,
      retryable: true,
      message: expect.stringContaining('timeout: query timed out'),
    });
  });
});
