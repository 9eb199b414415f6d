import { cpuSetting, enumSetting, memorySetting, rangeSetting, type Setting } from '@servo/core';
import { expect, test } from 'vitest';
import { settingValue } from './setting-value.js';

const cpu = cpuSetting({ min: 0.25, max: 4, step: 0.25 });
const memory = memorySetting({ min: 0.25, max: 4, step: 0.25 });
const timeout = rangeSetting('timeout', { min: 1, max: 60, step: 1, unit: 's' });
const workers = rangeSetting('workers', { min: 1, max: 8, step: 1 });
const mode = enumSetting('mode', { values: ['fast', 2] });

test.each<[string, Setting, string, unknown]>([
  ['a number', workers, '2', 2],
  ['a number in the unit of the setting', memory, '0.5', 0.5],
  ['memory as Kubernetes writes it', memory, '512Mi', 0.5],
  ['memory with its symbol', memory, '1.5 GiB', 1.5],
  ['thousandths of a core', cpu, '500m', 0.5],
  ['minutes, where it is no processor', timeout, '1m', 60],
  ['a unit of another kind, as it stands', memory, '5s', '5s'],
  ['a unit of what has none, as it stands', workers, '2x', '2x'],
  ['nothing, as it stands', workers, ' ', ' '],
  ['an option that is text', mode, 'fast', 'fast'],
  ['an option that is a number', mode, '2', 2],
  ['no option, as it stands', mode, '3', '3'],
])('settingValue() reads %s', (_, setting, text, value) => {
  expect(settingValue(setting, text)).toBe(value);
});
