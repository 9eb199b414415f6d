import { expect, test } from 'vitest';
import { recordingLogger } from '../../../servo-testing/src/recording-logger.js';
import { formatCondition } from './slo-condition.js';
import { sloConditions } from './slo-conditions.js';

function read(...conditions: readonly unknown[]) {
  return sloConditions({ userdata: { slo: { conditions } } });
}

test('sloConditions() finds none where the optimizer sent none', () => {
  expect(sloConditions({})).toEqual([]);
  expect(sloConditions({ userdata: { promote: true } })).toEqual([]);
  expect(sloConditions({ userdata: { slo: null } })).toEqual([]);
  expect(read()).toEqual([]);
});

test('sloConditions() fills in what is left out', () => {
  expect(
    read({ metric: 'throughput', threshold: 6_000 }, { metric: 'throughput', threshold_metric: 'tuning' }),
  ).toEqual([
    { metric: 'throughput', keep: 'below', threshold: 6_000, multiplier: 1, triggerCount: 1, triggerWindow: 1 },
    {
      metric: 'throughput',
      keep: 'below',
      threshold: { metric: 'tuning', metricMinimum: 0.25, thresholdMinimum: 0.25 },
      multiplier: 1,
      triggerCount: 1,
      triggerWindow: 1,
    },
  ]);
});

test('sloConditions() takes numbers as text, null for what is left out, and the count for the window', () => {
  const old = {
    description: null,
    metric: 'latency',
    keep: 'above',
    threshold: '0.20',
    threshold_metric: null,
    threshold_multiplier: '1.1',
    trigger_count: '2',
    trigger_window: null,
    slo_metric_minimum: null,
  };
  expect(read(old)).toEqual([
    { metric: 'latency', keep: 'above', threshold: 0.2, multiplier: 1.1, triggerCount: 2, triggerWindow: 2 },
  ]);
});

test.each([
  [{ metric: 'm', threshold: 1, threshold_metric: 'n' }, 'slo.conditions[0]: expected either threshold or threshold_'],
  [{ metric: 'm' }, 'slo.conditions[0]: expected threshold or threshold_metric, got neither'],
  [{ metric: 'm', threshold: 1, trigger_count: 2, trigger_window: 1 }, 'at most trigger_window (2 > 1)'],
  [
    { metric: 'm', threshold: 1, trigger_count: 0 },
    'conditions[0].trigger_count: expected a whole number from 1, got 0',
  ],
  [{ metric: 'm', threshold: 1, trigger_window: 1.5 }, 'conditions[0].trigger_window: expected a whole number from 1'],
  [{ metric: 'm', threshold: 'fast' }, 'conditions[0].threshold: expected a number, got "fast"'],
  [{ metric: 'm', threshold: ' ' }, 'expected a number'],
  [{ metric: 'm', threshold: true }, 'expected a number'],
  [{ threshold: 1 }, 'conditions[0].metric'],
  [{ metric: 'm', threshold: 1, keep: 'near' }, 'conditions[0].keep'],
  [{ metric: 'm', threshold: 1, treshold: 1 }, 'treshold'],
])('sloConditions() says what is wrong with %j', (condition, problem) => {
  expect(() => read(condition)).toThrow(
    expect.objectContaining({ code: 'SLO_INVALID', message: expect.stringContaining(problem) }),
  );
});

test('sloConditions() names the conditions that come more than once, and no others', () => {
  const metrics = { metric: 'same2', threshold_metric: 'same3' };
  const same = { metric: 'same', threshold: 6_000 };
  expect(() => read(same, { metric: 'other', threshold: 1 }, metrics, { ...same, trigger_count: 2 }, metrics)).toThrow(
    'more than one (same below 6000), (same2 below same3)',
  );
  expect(read(same, { ...same, description: 'tight' })).toHaveLength(2);
  expect(() => sloConditions({ userdata: { slo: [same] } })).toThrow(expect.objectContaining({ code: 'SLO_INVALID' }));
});

test('sloConditions() warns of minimums that a threshold of its own leaves without effect', () => {
  const logger = recordingLogger();
  const [fixed, measured] = [{ threshold: 0 }, { threshold_metric: 'n' }];
  const minimums = { metric: 'm', slo_metric_minimum: 0, slo_threshold_minimum: 0.25 };
  sloConditions({ userdata: { slo: { conditions: [{ ...minimums, ...measured }] } } }, { logger });
  expect(logger.messages()).toEqual([]);
  sloConditions({ userdata: { slo: { conditions: [{ ...minimums, ...fixed }] } } }, { logger });
  expect(logger.messages('warn')).toEqual([
    'slo_metric_minimum of the condition (m below 0) has no effect: its threshold is a number',
    'slo_threshold_minimum of the condition (m below 0) has no effect: its threshold is a number',
  ]);
});

test('formatCondition() shows a threshold of 0, and no number with an exponent', () => {
  const texts = read(
    { metric: 'm', threshold: 0 },
    { metric: 'm', keep: 'above', threshold: 1e-7 },
    { metric: 'm', threshold: 1.1 * 3 },
    { metric: 'm', threshold_metric: 'n', description: 'd' },
  ).map(formatCondition);
  expect(texts).toEqual(['(m below 0)', '(m above 0.0000001)', '(m below 3.3)', '(m below n -> d)']);
});
