import { expect, test } from 'vitest';
import { chooseMetrics } from './choose-metrics.js';
import { loadMetrics } from './load-metrics.js';

function namesOf(configured: readonly string[], asked?: readonly string[]): readonly string[] {
  return chooseMetrics(loadMetrics, { configured, asked }).map(({ name }) => name);
}

test('chooseMetrics() returns those that are configured and asked for, in the order of the connector', () => {
  expect(namesOf(['latency_99th', 'throughput'], ['latency_99th', 'cpu', 'error_rate'])).toEqual(['latency_99th']);
  expect(namesOf(['latency_99th', 'throughput'], ['cpu'])).toEqual([]);
});

test('chooseMetrics() returns all that are configured when there is no list, or an empty one', () => {
  for (const asked of [undefined, []])
    expect(namesOf(['latency_99th', 'throughput'], asked)).toEqual(['throughput', 'latency_99th']);
});
