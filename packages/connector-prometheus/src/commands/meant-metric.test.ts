import { expect, test } from 'vitest';
import { meantMetric } from './meant-metric.js';

const configured = ['latency_99th', 'latency_50th', 'error_rate', 'up'];

test.for<[expression: string, meant: string | undefined]>([
  ['latency_98th', 'Did you mean latency_99th or latency_50th of servo.yaml?'],
  ['Error_rates', 'Did you mean error_rate of servo.yaml?'],
  ['http_requests_total', undefined],
  ['error_rate', undefined],
  ['up == 0', undefined],
  ['rate(error[1m])', undefined],
])('meantMetric() of %s', ([expression, meant]) => {
  expect(meantMetric(expression, configured)).toBe(meant);
});
