import { expect, test } from 'vitest';
import { enumSetting } from './enum-setting.js';
import { environmentRangeSetting } from './environment-range-setting.js';
import { rangeSetting } from './range-setting.js';
import type { Setting, SettingValue } from './setting.js';
import { withValue } from './with-value.js';

const bounds = { min: 0, max: 100, step: 0.5 };
const pinnedRange = (value?: number): Setting => rangeSetting('cpu', { ...bounds, value, pinned: true });
const pinnedEnum = (value: SettingValue): Setting =>
  enumSetting('gc', { values: ['something', 'another', '5', 5], value, pinned: true });

test('withValue() changes a copy', () => {
  const setting = rangeSetting('cpu', { ...bounds, value: 1 });
  expect(withValue(setting, 2)).toStrictEqual({ ...setting, value: 2 });
  expect(setting.value).toBe(1);
});

test.each([
  [pinnedRange(60), 60],
  [pinnedRange(5.0), 5],
  [pinnedRange(), 7],
  [pinnedEnum('something'), 'something'],
  [environmentRangeSetting('WORKERS', { ...bounds, value: 5, pinned: true }), '5'],
])('withValue() lets a pinned setting have its own value, or a first one (%#)', (setting, value) => {
  expect(withValue(setting, value).value).toBe(setting.value ?? value);
});

test.each<[Setting, SettingValue | undefined, string]>([
  [pinnedRange(1), undefined, 'expected the pinned value 1, got nothing'],
  [pinnedRange(5.0), 2.5, 'expected the pinned value 5, got 2.5'],
  [pinnedRange(1), '1', 'expected a number, got "1"'],
  [pinnedEnum('something'), 'another', 'expected the pinned value "something", got "another"'],
  [pinnedEnum('5'), 5, 'expected the pinned value "5", got 5'],
])('withValue() keeps a pinned setting from changing (%#)', (setting, value, message) => {
  expect(() => withValue(setting, value)).toThrow(
    expect.objectContaining({ code: 'SETTING_INVALID', message: expect.stringContaining(message) }),
  );
});

test('withValue() accepts what runs outside the bounds or off the steps', () => {
  const setting = rangeSetting('cpu', { min: 0, max: 10, step: 1, value: 5 });
  expect(withValue(setting, 25).value).toBe(25);
  expect(withValue(setting, 1.3).value).toBe(1.3);
});

test('withValue() forgets the value of a setting that is not pinned', () => {
  expect(withValue(rangeSetting('cpu', { ...bounds, value: 1 }), undefined).value).toBeUndefined();
});

test('withValue() refuses what is not an option, and says which there are', () => {
  const setting = enumSetting('gc', { values: ['g1', 'zgc', 3], value: 'g1' });
  expect(withValue(setting, 3).value).toBe(3);
  expect(() => withValue(setting, '3')).toThrow('Setting "gc": expected one of "g1", "zgc", 3, got "3"');
});
