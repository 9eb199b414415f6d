import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { control, systemClock } from '@servo/core';
import { connectorHost, eventContext } from '@servo/testing';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { PrometheusClient } from '../../src/client/prometheus-client.js';
import { PrometheusConfig, PrometheusConnector } from '../../src/index.js';
import { measureMetric } from '../../src/measure-metric.js';
import { expandMetric } from '../../src/shorthand/expand-metric.js';
import { nativeHistogram, protobufType } from '../support/native-histogram.js';
import { missing, missingNative, PrometheusServer } from '../../../../tools/real-programs/prometheus-server.js';

test.runIf(missing !== undefined)('a real Prometheus is there', ({ skip }) => skip(missing));

const begin = 1_700_000_010; // seconds, a multiple of the step
const steps = Array.from({ length: 40 }, (_, index) => index);
const at = (step: number): number => begin + 15 * step;
const counter = (series: string, perStep: number): readonly string[] =>
  steps.map((step) => `${series} ${perStep * step} ${at(step)}`);
const oddPath = 'a "quote", a \\, {x="y"} [5m] and\na line with ünï☃';
/** 2 requests per second: half of them take up to 0.1 s and the rest up to 0.2 s; every tenth request of "old" fails. */
const samples = [
  '# TYPE requests counter',
  ...counter('requests_total{job="shop",code="200"}', 30),
  ...counter('requests_total{job="old",code="200"}', 27),
  ...counter('requests_total{job="old",code="500"}', 3),
  ...counter('requests_total{job="idle",code="200"}', 0),
  '# TYPE odd counter',
  ...counter(`odd_total{path=${JSON.stringify(oddPath)}}`, 45),
  ...counter('odd_total{path="other"}', 15),
  '# TYPE latency_seconds histogram',
  ...counter('latency_seconds_bucket{le="0.1"}', 15),
  ...counter('latency_seconds_bucket{le="0.2"}', 30),
  ...counter('latency_seconds_bucket{le="+Inf"}', 30),
  ...counter('latency_seconds_count', 30),
  ...counter('latency_seconds_sum', 3),
  '# EOF',
  '',
].join('\n');
const signal = new AbortController().signal;
const ascending = (a: number | undefined, b: number | undefined): number => (a ?? 0) - (b ?? 0);

describe.skipIf(missing !== undefined)('a shorthand, with a real server', () => {
  let server: PrometheusServer;
  let client: PrometheusClient;

  beforeAll(async () => {
    server = await PrometheusServer.start({ samples });
    const config = PrometheusConfig.parse({ baseUrl: server.url, metrics: [], retry: 0 });
    client = new PrometheusClient({ config, cwd: '.', clock: systemClock });
  });
  afterAll(async () => {
    await client[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  const measured = async (metric: object) => {
    const { metrics } = PrometheusConfig.parse({ metrics: [{ name: 'm', step: '15s', ...metric }] });
    const [wanted] = metrics.map((each) => expandMetric(each));
    if (!wanted) throw new TypeError('Expected a metric');
    const range = { start: at(10) * 1_000, end: at(30) * 1_000 };
    const { readings, absent } = await measureMetric(wanted, { client, config: {}, ...range, signal });
    const points = readings.map((each) => ('points' in each ? each.points.map(([, value]) => value) : []));
    const near = (values: readonly number[]): number | undefined => {
      const [first = Number.NaN] = values;
      return values.length === 21 && values.every((value) => Math.abs(value - first) < 1e-9) ? first : undefined;
    };
    return { values: points.map(near), absent: absent.map(({ reason }) => reason) };
  };

  test.each([
    [{ rate: { of: 'requests_total', where: { job: 'shop' } } }, 2],
    [{ rate: 'requests_total', unit: 'rpm' }, 240],
    [{ rate: { of: 'requests_total', where: { code: '=~5..' } } }, 0.2],
    [{ rate: { of: 'odd_total', where: { path: oddPath } } }, 3],
    [{ rate: { of: 'odd_total', where: { path: `!=${oddPath}` } } }, 1],
    [{ quantile: { of: 'latency_seconds', q: 0.5 } }, 0.1],
    [{ quantile: { of: 'latency_seconds', q: 0.75 }, unit: 'ms' }, 150],
    [{ errorRatio: { of: 'requests_total', errors: { code: '=~5..' }, where: { job: 'old' } }, unit: '%' }, 10],
    [{ errorRatio: { of: 'requests_total', errors: { code: '=~5..' }, where: { job: 'shop' } } }, 0],
    [{ errorRatio: { of: 'requests_total', errors: { code: '=~5..' }, where: { job: 'old', code: '!=500' } } }, 0],
    [{ errorRatio: { of: 'requests_total', errors: 'never_seen_total' } }, 0],
  ])('%j has the value that it must have', async (metric, value) => {
    expect(await measured(metric)).toEqual({ values: [expect.closeTo(value, 6)], absent: [] });
  });

  test('has a series for each value of a label', async () => {
    const { values } = await measured({ rate: { of: 'requests_total', by: ['job'] } });
    expect(values.toSorted(ascending)).toEqual([0, 2, 2].map((value) => expect.closeTo(value, 6)));
    const errorRatio = { of: 'requests_total', errors: { code: '500' }, by: ['job'], where: { job: '!=idle' } };
    expect((await measured({ errorRatio })).values.toSorted(ascending)).toEqual(
      [0, 0.1].map((value) => expect.closeTo(value, 6)),
    );
  });

  test('has no value where there is nothing, or no traffic', async () => {
    const errorRatio = { of: 'requests_total', errors: { code: '=~5..' }, where: { job: 'idle' } };
    expect(await measured({ errorRatio })).toEqual({ values: [], absent: ['no-traffic'] });
    expect(await measured({ rate: 'nothing_total' })).toEqual({ values: [], absent: ['no-data'] });
    expect(await measured({ quantile: { of: 'nothing', q: 0.5 } })).toEqual({ values: [], absent: ['no-data'] });
  });
});

/** Serves until the test ends; answers host:port. */
async function served(listener: RequestListener): Promise<string> {
  const service = createServer(listener);
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    service.closeAllConnections();
    service.close();
  });
  return `127.0.0.1:${(service.address() as AddressInfo).port}`; // it listens on a port
}

test.runIf(missing === undefined && missingNative !== undefined)('native histograms are there', ({ skip }) =>
  skip(missingNative),
);

test.skipIf(missingNative !== undefined)(
  'PrometheusConnector finds the quantile of a native histogram, and says what it asks for',
  async () => {
    let scrapes = 0;
    const target = await served((_, response) => {
      response.setHeader('content-type', protobufType);
      response.end(nativeHistogram('latency_seconds', ++scrapes * 100));
    });
    await using server = await PrometheusServer.start({ target, native: true });
    const config = PrometheusConfig.parse({
      baseUrl: server.url,
      metrics: [{ name: 'latency', unit: 's', quantile: { of: 'latency_seconds', q: 0.5, where: { job: 'shop' } } }],
    });
    await using connector = new PrometheusConnector(connectorHost({ config, clock: systemClock }));
    await using client = new PrometheusClient({ config, cwd: '.', clock: systemClock });
    const median = async (): Promise<number | undefined> => {
      const { metrics } = await connector.describe({ control: control() }, eventContext({ clock: systemClock }));
      const { series } = await client.query(metrics[0]?.source ?? '', signal);
      return series[0]?.points[0]?.[1];
    };
    await vi.waitFor(async () => expect(await median()).toBeGreaterThan(1), { timeout: 20_000, interval: 300 });
    expect(await median()).toBeLessThan(2);
    const { metrics } = await connector.describe({ control: control() }, eventContext({ clock: systemClock }));
    expect(metrics[0]?.source).toContain('rate(latency_seconds_bucket{job="shop"}[4s])'); // four scrapes of a second
  },
  40_000,
);

test.skipIf(missing !== undefined)(
  'PrometheusConnector takes rates over scrapes of what has the series, also where other jobs are slow',
  async () => {
    let scrapes = 0;
    const target = await served((_, response) => {
      response.end(`requests_total ${++scrapes * 100}\n`);
    });
    const slow = '{job_name: slow, scrape_interval: 5m, static_configs: [{targets: ["127.0.0.1:9"]}]}';
    await using server = await PrometheusServer.start({ target, jobs: [slow] });
    const config = PrometheusConfig.parse({
      baseUrl: server.url,
      metrics: [{ name: 'throughput', unit: 'rps', rate: 'requests_total', absent: 'zero' }],
    });
    await using connector = new PrometheusConnector(connectorHost({ config, clock: systemClock }));
    const source = async (): Promise<string | undefined> => {
      const { metrics } = await connector.describe({ control: control() }, eventContext({ clock: systemClock }));
      return metrics[0]?.source;
    };
    const expected = '(sum(rate(requests_total[4s]))) or on() vector(0)';
    await vi.waitFor(async () => expect(await source()).toBe(expected), { timeout: 20_000, interval: 300 });
  },
  40_000,
);
