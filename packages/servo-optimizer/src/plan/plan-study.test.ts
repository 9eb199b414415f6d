import { component, description, enumSetting, metric, rangeSetting } from '@servo/core';
import { expect, test } from 'vitest';
import { studyConfig } from '../../test/study.js';
import { describeTarget } from '../../test/synthetic-target.js';
import { planStudy } from './plan-study.js';
import type { StudyPlan } from './study-plan.js';

function plan(config: object = {}, described = describeTarget({ 'web.cpu': 3, 'web.mem': 4 })): StudyPlan {
  return planStudy({ config: studyConfig(config), description: described });
}

test('planStudy() shows what would be adjusted, from where and within which bounds', () => {
  expect(plan()).toMatchObject({
    objective: 'minimize price',
    constraints: ['p99 < 80ms', 'error_rate < 1%'],
    settings: [
      { path: 'web.cpu', unit: 'cores', present: 3, adjusted: true, min: 0.5, max: 4, step: 0.25, free: false },
      { path: 'web.mem', unit: 'GiB', present: 4, adjusted: true, min: 1, max: 8, step: 1, free: false },
    ],
    configurations: 15 * 8,
    unsafe: 5,
    promote: 'never',
    notes: [],
  });
});

test('planStudy() finds the cheapest and the most expensive configuration that may be tried', () => {
  const { prices } = plan();
  expect(prices).toMatchObject({ currency: '$', present: 81.4, cheapest: { price: 14.6 } });
  expect(prices?.cheapest.settings).toEqual({ 'web.cpu': 0.5, 'web.mem': 1 });
  expect(prices?.ceiling).toBeCloseTo(122.1, 9);
  expect(prices?.dearest).toEqual({ settings: { 'web.cpu': 4, 'web.mem': 8 }, price: 116.8 });
  expect(plan({ budget: { price: '1x' } }).prices?.dearest.price).toBeCloseTo(81.4, 9);
});

test('planStudy() stays below the ceiling where there are too many configurations to look at each', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const settings = names.map((name) => rangeSetting(name, { min: 1, max: 10, step: 1, value: 3 }));
  const { prices, configurations } = plan(
    { prices: Object.fromEntries(names.map((name) => [name, 2])), constraints: [] },
    description({ components: [component('web', settings)] }),
  );
  expect(configurations).toBe(1e6);
  expect(prices).toMatchObject({ present: 36, ceiling: 54, cheapest: { price: 12 }, dearest: { price: 54 } });
});

test('planStudy() counts every measurement there may be, and how long they take', () => {
  expect(plan({ budget: { trials: 14 } }).measurements).toEqual({
    baseline: 3,
    trials: 14,
    confirmations: 4,
    atMost: 21,
    seconds: undefined,
  });
  expect(plan({ budget: { trials: 3 }, measure: { duration: '1m', warmup: 30 } }).measurements.seconds).toBe(900);
});

test('planStudy() shows pinned settings and those without a price', () => {
  const described = description({
    components: [
      component('web', [
        rangeSetting('cpu', { min: 1, max: 4, step: 1, value: 2 }),
        rangeSetting('replicas', { min: 1, max: 4, step: 1, value: 3, pinned: true }),
        enumSetting('gc', { values: ['g1', 'zgc'], value: 'g1' }),
      ]),
    ],
    metrics: [metric('throughput', 'rpm')],
  });
  const { settings, prices, notes } = plan({ prices: { cpu: 10, gpu: 300 }, constraints: [] }, described);
  expect(settings.map(({ path, adjusted, free }) => [path, adjusted, free])).toEqual([
    ['web.cpu', true, false],
    ['web.replicas', false, false],
    ['web.gc', true, true],
  ]);
  expect(prices).toMatchObject({ present: 60, cheapest: { price: 30 } });
  expect(notes.join()).toMatch(/"gpu"/);
});

test('planStudy() has no prices where there are none, and refuses what a study would', () => {
  expect(plan({ minimize: 'p99', prices: {} }).prices).toBeUndefined();
  expect(() => plan({ constraints: ['p99 < 80'] })).toThrow(
    expect.objectContaining({ code: 'CONSTRAINT_UNIT_MISSING' }),
  );
});
