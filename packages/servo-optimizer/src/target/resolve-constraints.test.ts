import { metric } from '@servo/core';
import { parseCondition } from '@servo/core/wire';
import { expect, test } from 'vitest';
import { keeps } from './constraint.js';
import { resolveConstraints } from './resolve-constraints.js';

const metrics = [metric('latency_99th', 'ms'), metric('error_rate', '%'), metric('throughput', 'rpm'), metric('queue')];

function resolve(...texts: string[]): ReturnType<typeof resolveConstraints> {
  return resolveConstraints(texts.map(parseCondition), metrics);
}

test.each([
  ['p99 < 0.2s', { metric: 'latency_99th', unit: 'ms', limit: 200, bound: 'upper', strict: true }],
  ['error_rate <= 1%', { metric: 'error_rate', unit: '%', limit: 1, bound: 'upper', strict: false }],
  ['throughput >= 10rps', { metric: 'throughput', unit: 'rpm', limit: 600, bound: 'lower', strict: false }],
  ['throughput > 95% of baseline', { limit: 0.95, ofBaseline: true, bound: 'lower', strict: true }],
  ['queue < 5', { metric: 'queue', unit: '', limit: 5 }],
  ['queue < 50%', { metric: 'queue', limit: 0.5 }],
])('resolveConstraints() puts %s into the unit of its metric', (text, expected) => {
  expect(resolve(text)).toEqual([expect.objectContaining({ condition: text, ...expected })]);
});

test('resolveConstraints() asks of what a limit without unit is', () => {
  expect(() => resolve('p99 < 200')).toThrow(
    expect.objectContaining({
      code: 'CONSTRAINT_UNIT_MISSING',
      message: expect.stringContaining('p99 < 200 of what? latency_99th is in ms'),
    }),
  );
});

test('resolveConstraints() names both units that cannot be compared', () => {
  expect(() => resolve('p99 < 2GiB')).toThrow(
    expect.objectContaining({
      code: 'CONSTRAINT_UNIT_INCOMPATIBLE',
      message: expect.stringMatching(/limit is in GiB.*latency_99th is in ms/),
    }),
  );
  expect(() => resolve('queue < 2ms')).toThrow(/queue is a plain number/);
});

test('resolveConstraints() names the unknown metric, the nearest one, and those there are', () => {
  expect(() => resolve('throughputt > 5rpm')).toThrow(
    expect.objectContaining({
      code: 'CONSTRAINT_METRIC_UNKNOWN',
      message: expect.stringMatching(
        /no connector measures "throughputt".*did you mean "throughput"\?.*latency_99th, error_rate, throughput, queue/,
      ),
    }),
  );
});

test('resolveConstraints() reports every problem at once, under the code of the first', () => {
  expect(() => resolve('queue < 5', 'p99 < 200', 'gpu < 1%')).toThrow(
    expect.objectContaining({ code: 'CONSTRAINT_UNIT_MISSING', problems: [expect.anything(), expect.anything()] }),
  );
});

test.each([
  ['p99 < 80ms', 80, false],
  ['p99 <= 80ms', 80, true],
  ['p99 <= 80ms', 80.1, false],
  ['throughput > 80rpm', 80, false],
  ['throughput >= 80rpm', 80, true],
  ['throughput >= 80rpm', 79.9, false],
])('keeps() judges %s of %d strictly as written', (text, value, expected) => {
  const [constraint] = resolve(text);
  expect(constraint && keeps(constraint, value, 80)).toBe(expected);
});
