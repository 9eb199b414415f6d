import { expect, test } from 'vitest';
import { type RangeOptions, rangeSetting } from './range-setting.js';

test('rangeSetting() is not pinned and has no value unless told', () => {
  expect(rangeSetting('threads', { min: 1, max: 8, step: 1 })).toStrictEqual({
    type: 'range',
    name: 'threads',
    pinned: false,
    min: 1,
    max: 8,
    step: 1,
  });
});

test('rangeSetting() keeps what it is given', () => {
  const options = { min: 1, max: 8, step: 1, value: 4, unit: 'threads', pinned: true };
  expect(rangeSetting('threads', options)).toStrictEqual({ type: 'range', name: 'threads', ...options });
});

test('rangeSetting() accepts a value outside the bounds, and bounds that make little sense', () => {
  expect(rangeSetting('threads', { min: 0, max: 10, step: 1, value: 25 }).value).toBe(25);
  expect(rangeSetting('threads', { min: 1, max: 0, step: 1 })).toMatchObject({ min: 1, max: 0 });
});

test.each([
  ['min', '1'],
  ['max', true],
  ['step', undefined],
  ['min', Number.NaN],
  ['max', Infinity],
])('rangeSetting() refuses %s = %j', (field, value) => {
  const options = { min: 1, max: 8, step: 1, [field]: value } as unknown as RangeOptions; // as plain JavaScript may
  expect(() => rangeSetting('threads', options)).toThrow(
    expect.objectContaining({ code: 'SETTING_INVALID', message: expect.stringContaining(`a number as ${field}`) }),
  );
});

test('rangeSetting() refuses text as its value', () => {
  const value = '4' as unknown as number; // as plain JavaScript may
  expect(() => rangeSetting('threads', { min: 1, max: 8, step: 1, value })).toThrow(
    'Setting "threads": expected a number, got "4"',
  );
});
