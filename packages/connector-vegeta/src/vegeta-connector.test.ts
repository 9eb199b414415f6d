import { connectorHost } from '@servo/testing';
import { expect, test } from 'vitest';
import { loadMetricNames } from './load-metrics.js';
import { VegetaConfig } from './vegeta-config.js';
import { VegetaConnector } from './vegeta-connector.js';

function connector(config: object = {}): VegetaConnector {
  return new VegetaConnector(
    connectorHost({ config: VegetaConfig.parse({ rate: 1, target: 'GET http://a/', ...config }) }),
  );
}

test('VegetaConnector announces its metrics, and no components', () => {
  const { metrics, components } = connector().describe();
  expect([metrics.map(({ name }) => name), components]).toEqual([loadMetricNames, []]);
});

test('VegetaConnector announces what is configured', () => {
  const names = connector({ metrics: ['latency_99th', 'throughput'] })
    .metrics()
    .map(({ name }) => name);
  expect(names).toEqual(['throughput', 'latency_99th']);
});
