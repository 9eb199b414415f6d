import { metric } from '@servo/core';
import { expect, test } from 'vitest';
import { resolveObjective } from './objective.js';

const metrics = [metric('latency_99th', 'ms'), metric('throughput', 'rpm')];

test('resolveObjective() tells the price from a metric', () => {
  expect(resolveObjective({ minimize: 'price' }, metrics)).toEqual({ kind: 'price' });
});

test.each([
  [{ minimize: 'p99' }, { metric: 'latency_99th', unit: 'ms', direction: 'minimize' }],
  [{ maximize: 'throughput' }, { metric: 'throughput', unit: 'rpm', direction: 'maximize' }],
])('resolveObjective() reads %j', (config, expected) => {
  expect(resolveObjective(config, metrics)).toEqual({ kind: 'metric', ...expected });
});

test('resolveObjective() refuses a metric that nobody measures', () => {
  expect(() => resolveObjective({ maximize: 'thruput' }, metrics)).toThrow(
    expect.objectContaining({
      code: 'OBJECTIVE_METRIC_UNKNOWN',
      message: expect.stringMatching(/optimizer\.maximize.*"thruput".*"throughput"/),
    }),
  );
});
