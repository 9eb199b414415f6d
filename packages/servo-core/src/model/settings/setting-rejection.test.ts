import { expect, test } from 'vitest';
import { cpuSetting } from './cpu-setting.js';
import { enumSetting } from './enum-setting.js';
import { rangeSetting } from './range-setting.js';
import type { Setting, SettingValue } from './setting.js';
import { settingRejection } from './setting-rejection.js';

const cpu = cpuSetting({ min: 0.25, max: 4, value: 1 });
const tenths = rangeSetting('ratio', { min: 0.1, max: 0.3, step: 0.1 });
const gc = enumSetting('gc', { values: ['g1', 'zgc', 3], value: 'g1' });

test.each<[Setting, SettingValue]>([
  [cpu, 0.25],
  [cpu, 4],
  [cpu, 1.125],
  [tenths, 0.1 + 0.2],
  [gc, 'zgc'],
  [gc, 3],
  [{ ...cpu, pinned: true }, 1],
  [{ ...gc, pinned: true }, 'g1'],
])('settingRejection() lets pass what may be applied (%#)', (setting, value) => {
  expect(settingRejection(setting, value)).toBeUndefined();
});

test.each<[string, Setting, SettingValue, string]>([
  ['below the bounds', cpu, 0.125, 'Expected cpu between 0.25 and 4, got 0.125'],
  ['above the bounds', cpu, 8, 'Expected cpu between 0.25 and 4, got 8'],
  ['off the steps', cpu, 1.3, 'Expected cpu in steps of 0.125 from 0.25, got 1.3; the nearest is 1.25'],
  ['text for a number', cpu, '1', 'Expected cpu to be a number of cores, got "1"'],
  ['not finite', cpu, Number.NaN, 'Expected cpu to be a number of cores, got NaN'],
  ['not an option', gc, 'cms', 'Expected gc to be one of "g1", "zgc", 3, got "cms"'],
  ['of the wrong type', gc, '3', 'Expected gc to be one of "g1", "zgc", 3, got "3"'],
  ['pinned', { ...cpu, pinned: true }, 2, 'Expected cpu to stay at 1 because it is pinned, got 2'],
  [
    'pinned at an unknown value',
    { ...cpu, value: undefined, pinned: true },
    2,
    'Expected cpu to stay as it is because it is pinned, got 2',
  ],
])('settingRejection() rejects what is %s', (_, setting, value, sentence) => {
  expect(settingRejection(setting, value)).toBe(sentence);
});
