import { expect, test } from 'vitest';
import { enumSetting } from './enum-setting.js';
import { rangeSetting } from './range-setting.js';
import { settingSummary } from './setting-summary.js';

test('settingSummary() shows the bounds, the step and the unit of a range', () => {
  expect(settingSummary(rangeSetting('cpu', { min: 0, max: 10, step: 1, unit: 'cores' }))).toBe(
    'RangeSetting(range=[0..10], step=1, unit=cores)',
  );
  expect(settingSummary(rangeSetting('cpu', { min: 0, max: 10, step: 0.5 }))).toBe(
    'RangeSetting(range=[0..10], step=0.5)',
  );
});

test('settingSummary() shows the options of an enumeration', () => {
  expect(settingSummary(enumSetting('gc', { values: ['g1', 2], unit: 'jvm' }))).toBe(
    'EnumSetting(values=[g1, 2], unit=jvm)',
  );
});
