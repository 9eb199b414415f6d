import { expect, test } from 'vitest';
import { type EnumOptions, enumSetting } from './enum-setting.js';

test('enumSetting() keeps numbers as numbers', () => {
  expect(enumSetting('size', { values: [1, 2, 'auto'], value: 2 })).toStrictEqual({
    type: 'enum',
    name: 'size',
    pinned: false,
    values: [1, 2, 'auto'],
    value: 2,
  });
});

test('enumSetting() leaves out a value and a unit that it is not given', () => {
  expect(Object.keys(enumSetting('gc', { values: ['g1'] }))).toEqual(['type', 'name', 'pinned', 'values']);
});

test.each<[string, unknown, string]>([
  ['no values', { values: [] }, 'Setting "gc": expected a list of at least one value, got []'],
  ['values that are no list', { values: 'g1' }, 'expected a list of at least one value, got "g1"'],
  ['a value that is no option', { values: ['g1', 'zgc'], value: 'cms' }, 'expected one of "g1", "zgc", got "cms"'],
  ['a number for text', { values: ['1', '2'], value: 1 }, 'expected one of "1", "2", got 1'],
  ['text for a number', { values: [1, 2], value: '1' }, 'expected one of 1, 2, got "1"'],
  ['an option of another type', { values: ['on', true] }, 'expected text or a number as each of its values, got true'],
  ['an option that is not finite', { values: [Number.NaN] }, 'got NaN'],
])('enumSetting() refuses %s', (_, options, message) => {
  // as plain JavaScript may write them
  expect(() => enumSetting('gc', options as EnumOptions)).toThrow(
    expect.objectContaining({ code: 'SETTING_INVALID', message: expect.stringContaining(message) }),
  );
});
