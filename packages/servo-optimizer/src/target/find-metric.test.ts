import { metric } from '@servo/core';
import { expect, test } from 'vitest';
import { findMetric } from './find-metric.js';

const [long, short] = [metric('latency_99th', 'ms'), metric('p99', 'ms')];

test.each([
  ['p99', [long], long],
  ['p99', [long, short], short],
  ['latency_99th', [short, long], long],
  ['p98', [long, short], undefined],
] as const)(
  'findMetric() of %s takes a metric that is called so itself before one it is short for',
  (name, metrics, found) => {
    expect(findMetric(name, metrics)).toBe(found);
  },
);
