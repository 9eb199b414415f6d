import { expect, test } from 'vitest';
import { metric } from './metric.js';

test('metric() has no unit unless told', () => {
  expect(metric('throughput', 'rpm')).toStrictEqual({ name: 'throughput', unit: 'rpm' });
  expect(metric('restarts').unit).toBe('');
});

test('metric() says how it is measured where that is known', () => {
  expect(metric('queue', '', 'max(queue)')).toEqual({ name: 'queue', unit: '', source: 'max(queue)' });
  expect(metric('queue')).not.toHaveProperty('source');
});
