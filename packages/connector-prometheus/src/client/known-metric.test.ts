import { expect, test } from 'vitest';
import { knownMetrics } from './known-metric.js';

test('knownMetrics() describes what has samples, the parts of a histogram as the histogram', () => {
  const names = { status: 'success', data: ['up', 'latency_seconds_bucket', 'requests_total'] };
  const metadata = {
    data: {
      latency_seconds: [{ type: 'histogram', unit: 'seconds', help: 'How long it takes' }],
      requests_total: [{ type: 'counter', help: 'How many', unit: '' }],
      gone: [{ type: 'gauge', help: 'Was once', unit: '' }],
    },
  };
  expect(knownMetrics(names, metadata)).toEqual([
    { name: 'latency_seconds_bucket', type: 'histogram', unit: 'seconds', help: 'How long it takes' },
    { name: 'requests_total', type: 'counter', unit: '', help: 'How many' },
    { name: 'up', type: 'unknown', unit: '', help: '' },
  ]);
});

test.each([[{}], [{ data: null }], [{ data: {} }]])('knownMetrics() needs no descriptions: %j', (metadata) => {
  expect(knownMetrics({ data: ['up'] }, metadata)).toHaveLength(1);
  expect(knownMetrics({ data: null }, metadata)).toEqual([]);
});
