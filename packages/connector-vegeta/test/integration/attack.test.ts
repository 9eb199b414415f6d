import { type ConnectorCommandInput, systemClock } from '@servo/core';
import { expect, test as plain } from 'vitest';
import { VegetaConnector } from '../../src/index.js';
import { vegetaConnector } from '../measure.js';
import { test } from '../real-vegeta.js';
import { startService } from '../../../../tools/local-service.js';

/** Attacks a service; answers what came of it and what was shown meanwhile. */
async function attack(url: string, input: ConnectorCommandInput) {
  const live: (readonly string[])[] = [];
  const { signal } = new AbortController();
  const connector = vegetaConnector({ target: `GET ${url}`, rate: 50, ramp: [10] });
  const result = await VegetaConnector.commands['attack']?.run(connector, input, {
    signal,
    clock: systemClock,
    columns: 80,
    progress: () => {},
    live: (lines) => void live.push(lines),
  });
  return { result, live, text: result?.lines.join('\n') };
}

test('attack sends the load that is asked for instead of the configured one, and shows how it goes', async () => {
  await using service = await startService((_, response, nth) => response.writeHead(nth < 5 ? 404 : 200).end());
  const { result, live, text } = await attack(service.url, { rate: '6000/1m', duration: '2200ms' });
  expect(result?.facts).toMatchObject({
    rate: expect.anything(),
    requests: 220,
    succeeded: 215,
    codes: { 200: 215, 404: 5 },
  });
  expect(text).toMatch(/at 6000\/1m for 2s200ms|at 6000\/1m for 2\.2s/);
  expect(text).toMatch(/215 of 220 requests succeeded/);
  expect(text).toMatch(/5 × status 404/);
  expect(live[0]?.[0]).toMatch(/^loading: GET \S+ at 6000\/1m, 1 s$/);
  expect(live[1]).toHaveLength(4); // how it stands, the head, and a row for each second
  expect(service.arrivals.length).toBe(220);
});

test('attack draws how the latencies are spread', async () => {
  await using service = await startService((_, response, nth) => setTimeout(() => response.end(), nth % 2 ? 2 : 50));
  const { text } = await attack(service.url, { duration: '1s', plot: 'text' });
  expect(text).toMatch(/Latencies\n(?: +[\d.]+ – +[\d.]+ ms +\d+ ?█*\n?){20}$/);
});

test('attack writes the percentiles for a plotter', async () => {
  await using service = await startService((_, response) => response.end());
  const { text } = await attack(service.url, { duration: '1s', plot: 'hdr' });
  expect(text).toMatch(/^Value\(ms\) +Percentile +TotalCount +1\/\(1-Percentile\)\n[\d.]+ +0\.000000 +0 +1\.000000\n/);
  expect(text).toMatch(/\n[\d.]+ +1\.000000 +50 +inf$/);
});

plain.each<[what: string, input: ConnectorCommandInput, message: string]>([
  ['a rate that is none', { rate: 'fast' }, 'fast'],
  ['a rate without a limit where there is none of the workers', { rate: '0' }, '"max_workers"'],
  ['a duration that is none', { duration: 'soon' }, 'soon'],
  ['a duration of nothing', { duration: '0s' }, 'more than 0s, got 0s'],
  ['a duration below 0', { duration: '-3s' }, 'more than 0s, got -3s'],
  ['a duration that Go cannot hold', { duration: '500y' }, 'more than 292 years, got 500y'],
  ['a warm-up below 0', { warmup: '-1s' }, 'a warm-up of 0s or more, got -1s'],
])('attack refuses %s', async (_, input, message) => {
  await expect(attack('http://127.0.0.1:1/', input)).rejects.toMatchObject({
    code: 'USAGE_INVALID',
    message: expect.stringContaining(message),
  });
});

test('attack takes a number alone for seconds, as servo.yaml does', async () => {
  await using service = await startService((_, response) => response.end());
  const { text } = await attack(service.url, { duration: '1', warmup: '0.5' });
  expect(text).toMatch(/for 1s after a warm-up of 500ms/);
});
