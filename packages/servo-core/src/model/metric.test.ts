import { expect, test } from 'vitest';
import { metric } from './metric.js';

test('metric() has no unit unless told', () => {
  expect(metric('throughput', 'rpm')).toStrictEqual({ name: 'throughput', unit: 'rpm' });
  expect(metric('restarts').unit).toBe('');
});
