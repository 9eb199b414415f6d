import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Check, runChecks, systemClock } from '@servo/core';
import { connectorHost, eventContext } from '@servo/testing';
import { expect, onTestFinished, test } from 'vitest';
import { PrometheusChecks } from '../../src/prometheus-checks.js';
import { PrometheusConfig } from '../../src/prometheus-config.js';

async function answer(request: IncomingMessage, response: ServerResponse, age: string | undefined): Promise<void> {
  const isTime = new URLSearchParams(await text(request)).get('query') === 'time()';
  const value = isTime ? String(Date.now() / 1_000) : age;
  const result = value === undefined ? [] : [{ metric: {}, value: [1, value] }];
  const targets = { activeTargets: [{ scrapeUrl: 'http://a/metrics', health: 'up', scrapeInterval: '15s' }] };
  const data = request.url?.includes('targets') ? targets : { resultType: 'vector', result };
  response.end(JSON.stringify({ status: 'success', data }));
}

/** Checks against a server that scrapes each 15 seconds, and whose last sample is so many seconds old. */
async function checked(metric: object, age?: string): Promise<ReadonlyMap<string, Check>> {
  const server = createServer((request, response) => void answer(request, response, age));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo; // it listens on a port
  const config = PrometheusConfig.parse({ baseUrl: `http://127.0.0.1:${port}`, metrics: [{ name: 'm', ...metric }] });
  const checks = new PrometheusChecks(connectorHost({ config, clock: systemClock }));
  const found = await runChecks(checks, { context: eventContext({ event: 'check', clock: systemClock }) });
  return new Map(found.map((each) => [each.id, each]));
}

test.each([
  ['2', true, 'the last one is 2 s old'],
  ['34', true, 'the last one is 34 s old'],
  [undefined, true, 'the server has none of "up"'],
  ['36', false, 'the last sample is 36 s old, and one is taken each 15 s'],
  ['-30', false, 'the last sample is 30 s ahead of the clock of the server'],
])('PrometheusChecks judges a last sample that is %s seconds old', async (age, success, message) => {
  expect((await checked({ query: 'up' }, age)).get('samples')).toMatchObject({ success, message });
});

test.each([
  [{ query: 'rate(a[30s])' }, true, 'targets are scraped each 15 s'],
  [{ rate: 'a' }, true, 'targets are scraped each 15 s'],
  [{ query: 'rate(a[1m]) / rate(b[20s])' }, false, 'm looks back 20 s, and its targets are scraped each 15 s'],
  [{ query: 'a', step: '5s' }, false, 'm has a point each 5 s, and its targets are scraped each 15 s'],
])('PrometheusChecks compares %j with how often targets are scraped', async (metric, success, message) => {
  expect((await checked(metric, '1')).get('windows')).toMatchObject({ success, message, severity: 'warning' });
});
