import { component, description, enumSetting, rangeSetting } from '@servo/core';
import { expect, test } from 'vitest';
import { Target } from './target.js';

const workers = rangeSetting('workers', { min: 1, max: 4, step: 1, value: 2 });
const size = enumSetting('size', { values: [1, 2, 4, 'auto'], value: 2 });
const pinned = rangeSetting('cpu', { min: 1, max: 4, step: 1, value: 3, pinned: true });
const single = enumSetting('region', { values: ['eu'], value: 'eu' });

function target(...settings: Parameters<typeof component>[1]): Target {
  return new Target(description({ components: [component('web', settings)] }));
}

test('Target moves what is neither pinned nor single, and remembers the rest', () => {
  const { tunables, present, fixed, lattice } = target(workers, size, pinned, single);
  expect(tunables.map(({ path }) => path)).toEqual(['web.workers', 'web.size']);
  expect(present).toEqual({ 'web.workers': 2, 'web.size': 2 });
  expect(fixed).toEqual({ 'web.cpu': 3, 'web.region': 'eu' });
  expect(lattice.size).toBe(16);
});

test('Target.settings() gives numbers of an enumeration back as numbers', () => {
  const web = target(workers, size);
  for (const value of [4, 'auto']) {
    const settings = { 'web.workers': 1, 'web.size': value };
    expect(web.settings(web.point(settings))).toEqual(settings);
    expect(web.lattice.contains(web.point(settings))).toBe(true);
  }
});

test('Target.adjustments() names component and setting', () => {
  expect(target(workers, size).adjustments({ 'web.workers': 3, 'web.size': 'auto' })).toEqual([
    { component: 'web', setting: 'workers', value: 3 },
    { component: 'web', setting: 'size', value: 'auto' },
  ]);
});

test('Target.same() forgives what arithmetic did to a number, and nothing else', () => {
  const web = target(workers, size);
  const settings = { 'web.workers': 0.3, 'web.size': 2 };
  expect(web.same(settings, { ...settings, 'web.workers': 0.1 + 0.2 })).toBe(true);
  expect(web.same(settings, { ...settings, 'web.workers': 0.31 })).toBe(false);
  expect(web.same(settings, { ...settings, 'web.size': '2' })).toBe(false);
});

test('Target refuses a servo without anything to adjust, naming what there is', () => {
  expect(() => target(pinned, single)).toThrow(
    expect.objectContaining({ code: 'SETTINGS_MISSING', message: expect.stringContaining('web.cpu, web.region') }),
  );
});

test.each([
  [
    'without a present value',
    rangeSetting('workers', { min: 1, max: 4, step: 1 }),
    /present value.*set it once where it runs/,
  ],
  ['without a step', { ...workers, step: 0 }, /positive step/],
  ['with bounds the wrong way round', { ...workers, min: 5 }, /min < max/],
  ['with too many steps', { ...workers, max: 1e9 }, /too many steps/],
  ['with a value listed twice', { ...size, values: [1, '1'] }, /listed twice/],
])('Target refuses a setting %s', (_, setting, message) => {
  expect(() => target(setting)).toThrow(
    expect.objectContaining({ code: 'SETTING_INVALID', message: expect.stringMatching(message) }),
  );
});
