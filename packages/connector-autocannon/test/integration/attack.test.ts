import { type ConnectorCommandInput, systemClock } from '@servo/core';
import { connectorHost } from '@servo/testing';
import { expect, test } from 'vitest';
import { built } from '../built-connector.js';
import { startService } from '../../../../tools/local-service.js';

/** Attacks a service; answers what came of it and what was shown meanwhile. */
async function attack(url: string, input: ConnectorCommandInput) {
  const { AutocannonConfig, AutocannonConnector } = await built();
  const config = AutocannonConfig.parse({ url, rate: 50, warmup: 0, duration: '10s', interval: '100ms' });
  const live: string[] = [];
  const { signal } = new AbortController();
  const command = AutocannonConnector.commands['attack'];
  const result = await command?.run(new AutocannonConnector(connectorHost({ config })), input, {
    signal,
    clock: systemClock,
    columns: 80,
    progress: () => {},
    live: (lines) => void live.push(...lines),
  });
  return { result, live };
}

test('attack sends the load that is asked for instead of the configured one, and shows how it goes', async () => {
  await using service = await startService((_, response) => response.end());
  const { result, live } = await attack(service.url, { rate: 100, duration: '1200ms' });
  expect(result?.facts).toMatchObject({ rate: 100, requests: 120, answered: 120, errors: {} });
  expect(result?.lines[0]).toMatch(/120 of 120 requests answered, at 100 requests\/s for 1\.2s$/);
  expect(result?.lines.join('\n')).toMatch(/throughput +6000\.00 rpm/);
  expect(live[0]).toMatch(/^(warming up|measuring) .* at 100 requests\/s: \d of 1 s$/);
  expect(service.arrivals.length).toBe(120);
});

test.for<[what: string, input: ConnectorCommandInput]>([
  ['a rate of nothing', { rate: 0 }],
  ['a rate that is no number', { rate: Number.NaN }],
  ['a duration that is none', { duration: 'soon' }],
])('attack refuses %s', async ([, input]) => {
  await expect(attack('http://127.0.0.1:1/', input)).rejects.toMatchObject({ code: 'USAGE_INVALID' });
});
