import { expect, test } from 'vitest';
import { fullMetricName, parseCondition } from './metric-condition.js';

test.each([
  ['p50', 'latency_50th'],
  ['p90', 'latency_90th'],
  ['p95', 'latency_95th'],
  ['p99', 'latency_99th'],
  ['p99.9', 'latency_999th'],
  ['throughput', 'throughput'],
  ['constructor', 'constructor'],
])('fullMetricName() of %s is %s', (name, full) => {
  expect(fullMetricName(name)).toBe(full);
});

test.each([
  ['p99 < 80ms', { metric: 'p99', operator: '<', limit: 80, unit: 'ms' }],
  ['p99<80 ms', { metric: 'p99', operator: '<', limit: 80, unit: 'ms' }],
  ['error_rate <= 0.5%', { metric: 'error_rate', operator: '<=', limit: 0.5, unit: '%' }],
  ['throughput > 100', { metric: 'throughput', operator: '>', limit: 100, unit: '' }],
  ['queue.depth >= 7 msg/s', { metric: 'queue.depth', operator: '>=', limit: 7, unit: 'msg/s' }],
])('parseCondition() reads %s', (text, expected) => {
  expect(parseCondition(text)).toEqual({ text, ofBaseline: false, ...expected });
});

test.each(['95% of baseline', '95 %  of baseline', '95%of baseline'])(
  'parseCondition() reads "%s" as a share of what runs now',
  (limit) => {
    expect(parseCondition(`throughput >= ${limit}`)).toMatchObject({ limit: 0.95, unit: '', ofBaseline: true });
  },
);

test('parseCondition() keeps the text as written, but for spare blanks', () => {
  expect(parseCondition('  p99   <  80ms ').text).toBe('p99 < 80ms');
});

test('parseCondition() does not take a unit named baseline for a share', () => {
  expect(parseCondition('load < 2 baseline')).toMatchObject({ limit: 2, unit: 'baseline', ofBaseline: false });
});

test.each([
  '',
  'p99',
  'p99 < ',
  '< 80ms',
  'p99 = 80ms',
  'p99 == 80',
  'p99 < fast',
  'p99 < -5ms',
  'p99 < 80ms p95 < 50ms',
  'p99 80ms',
  'p99 < 8.ms',
  'throughput >= 95% of peak',
])('parseCondition() refuses "%s" and shows the form', (text) => {
  expect(() => parseCondition(text)).toThrow(
    expect.objectContaining({
      code: 'CONDITION_INVALID',
      message: expect.stringContaining(`got "${text}"`),
      hint: expect.stringContaining('p99 < 80ms'),
    }),
  );
});
