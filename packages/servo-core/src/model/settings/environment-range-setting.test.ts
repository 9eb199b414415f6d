import { expect, test } from 'vitest';
import { environmentRangeSetting } from './environment-range-setting.js';

const bounds = { min: 0, max: 10, step: 1 };

test.each([undefined, 'int', 'float'] as const)(
  'environmentRangeSetting() reads text as a number (%s)',
  (valueType) => {
    expect(environmentRangeSetting('workers', { ...bounds, valueType, value: '3' }).value).toBe(3);
  },
);

test('environmentRangeSetting() has the variable of its own name unless told', () => {
  expect(environmentRangeSetting('WORKERS', bounds).literal).toBe('WORKERS');
  expect(environmentRangeSetting('workers', { ...bounds, literal: 'WORKERS' }).literal).toBe('WORKERS');
});

test.each(['', ' ', 'many', '3MB', 'Infinity'])('environmentRangeSetting() refuses the text "%s"', (value) => {
  expect(() => environmentRangeSetting('workers', { ...bounds, value })).toThrow(
    `Setting "workers": expected a number, got "${value}"`,
  );
});

test('environmentRangeSetting() refuses a fraction where the program reads an int', () => {
  expect(() => environmentRangeSetting('workers', { ...bounds, valueType: 'int', value: '3.5' })).toThrow(
    'expected a whole number, got "3.5"',
  );
  expect(environmentRangeSetting('workers', { ...bounds, valueType: 'float', value: '3.5' }).value).toBe(3.5);
});
