import { createServer } from 'node:http';
import { systemClock } from '@servo/core';
import { expect, onTestFinished, test } from 'vitest';
import { PrometheusClient } from '../../src/client/prometheus-client.js';
import { PrometheusConfig } from '../../src/prometheus-config.js';

const signal = new AbortController().signal;
const matrix = (...values: readonly (readonly [number, string])[]) => ({
  resultType: 'matrix',
  result: [{ metric: { job: 'shop' }, values }],
});
const range = { start: 1_000, end: 2_000, step: 1_000 };

/** A client of a server that answers so; anything else than an object as it stands. */
async function clientOf(status: number, body: unknown): Promise<PrometheusClient> {
  const server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { readonly port: number }; // of a server that listens on one
  const config = PrometheusConfig.parse({ baseUrl: `http://127.0.0.1:${port}`, metrics: [], retry: 0, timeout: '5s' });
  const client = new PrometheusClient({ config, cwd: '.', clock: systemClock });
  onTestFinished(async () => {
    await client[Symbol.asyncDispose]();
    server.close();
  });
  return client;
}

// in the forms that the documentation of each server gives
test.each([
  [
    'Thanos, one of whose stores is away',
    {
      status: 'success',
      data: matrix([1, '2'], [2, '3']),
      warnings: ['No StoreAPIs matched for this query', 'receive series from Addr: sidecar: connection refused'],
    },
    ['No StoreAPIs matched for this query', 'receive series from Addr: sidecar: connection refused'],
  ],
  [
    'Mimir, which has something to say about the query',
    {
      status: 'success',
      data: matrix([1, '2'], [2, '3']),
      infos: ['PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "m" (1:6)'],
    },
    ['PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "m" (1:6)'],
  ],
  [
    'VictoriaMetrics, a part of whose cluster is away',
    {
      status: 'success',
      isPartial: true,
      data: matrix([1, '2'], [2, '3']),
      stats: { seriesFetched: '1', executionTimeMsec: 3 },
    },
    ['The answer is partial: a part of the store could not be asked'],
  ],
  [
    'VictoriaMetrics, whole',
    { status: 'success', isPartial: false, data: matrix([1, '2'], [2, '3']), stats: { seriesFetched: '1' } },
    [],
  ],
])('PrometheusClient reads the answer of %s', async (_, body, warnings) => {
  const client = await clientOf(200, body);
  const points = [
    [1_000, 2],
    [2_000, 3],
  ];
  expect(await client.queryRange('m', range, signal)).toEqual({
    series: [{ labels: { job: 'shop' }, points }],
    warnings,
  });
});

test.each([
  ['Mimir without a tenant', 401, 'no org id\n', /answered status 401: no org id$/, false],
  [
    'Mimir, of a query over its limits',
    422,
    {
      status: 'error',
      errorType: 'execution',
      error: 'the query exceeded the maximum number of chunks (limit: 2000000 chunks) (err-mimir-max-chunks-per-query)',
    },
    /answered execution: the query exceeded the maximum number of chunks/,
    false,
  ],
  [
    'Mimir, of too many requests',
    429,
    { status: 'error', errorType: 'too_many_requests', error: 'too many outstanding requests' },
    /too_many_requests: too many outstanding requests/,
    true,
  ],
  [
    'Thanos, whose stores must all answer',
    503,
    { status: 'error', errorType: 'internal', error: 'expanding series: proxy Series(): receive series: unavailable' },
    /internal: expanding series/,
    true,
  ],
  [
    'VictoriaMetrics, of a query that is none',
    422,
    { status: 'error', errorType: '422', error: 'error when executing query="sum(" for (time=1): missing ")"' },
    /answered 422: error when executing query/,
    false,
  ],
  ['a proxy, in a page', 502, '<html><h1>Bad Gateway</h1></html>', /answered status 502: <html><h1>Bad Gateway/, true],
  [
    'a proxy, in a page that says it is well',
    200,
    '<html>Sign in</html>',
    /answered what is no JSON: <html>Sign in/,
    true,
  ],
])('PrometheusClient tells the refusal of %s', async (_, status, body, message, retryable) => {
  const client = await clientOf(status, body);
  await expect(client.queryRange('m', range, signal)).rejects.toMatchObject({
    message: expect.stringMatching(message),
    retryable,
  });
});

test.each([
  [{ version: '3.5.0', revision: 'a', goVersion: 'go1.24' }, 'Prometheus 3.5.0'],
  [{ application: 'Grafana Mimir', version: '2.17.0', features: {} }, 'Grafana Mimir 2.17.0'],
  [{ version: '2.24.0' }, 'Prometheus 2.24.0'],
  [{}, undefined],
])('PrometheusClient.build() is what a server says of itself: %j', async (data, build) => {
  expect(await (await clientOf(200, { status: 'success', data })).build(signal)).toBe(build);
});
