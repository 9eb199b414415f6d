import { handlersOf, isConnectorClass } from '@servo/core';
import { connectorHost } from '@servo/testing';
import { expect, test } from 'vitest';
import { AutocannonConfig } from './autocannon-config.js';
import { AutocannonConnector } from './autocannon-connector.js';
import { loadMetrics } from './load-metrics.js';

function connectorOf(changes: object = {}): AutocannonConnector {
  const config = AutocannonConfig.parse({ url: 'http://127.0.0.1:1', rate: 60, ...changes });
  return new AutocannonConnector(connectorHost({ config }));
}

test('AutocannonConnector handles metrics, describe and measure', () => {
  expect(isConnectorClass(AutocannonConnector)).toBe(true);
  expect(handlersOf(AutocannonConnector).map(({ event }) => event)).toEqual(['metrics', 'describe', 'measure']);
});

test('AutocannonConnector.metrics() are those of every load connector, by default all', () => {
  expect(connectorOf().metrics()).toEqual(loadMetrics);
  expect(connectorOf({ metrics: ['throughput'] }).metrics()).toEqual([{ name: 'throughput', unit: 'rpm' }]);
});

test('AutocannonConnector.describe() has no components', () => {
  expect(connectorOf().describe()).toEqual({ components: [], metrics: loadMetrics });
});
