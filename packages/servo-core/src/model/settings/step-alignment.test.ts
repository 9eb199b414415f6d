import { expect, test } from 'vitest';
import { isStepAligned, misalignment } from './step-alignment.js';

test.each([
  [1, 0.1],
  [1, 0.2],
  [1, 0.125],
  [10, 1],
  [12, 3],
  [0, 0],
  [1, 1],
  [0.1, 0.1],
  [5, 0],
])('isStepAligned() holds for %d in steps of %d', (value, step) => {
  expect(isStepAligned(value, step)).toBe(true);
});

test.each([
  [1, 0.3],
  [0.6, 0.5],
  [3, 12],
  [6, 5],
  [5, 6],
])('isStepAligned() does not hold for %d in steps of %d', (value, step) => {
  expect(isStepAligned(value, step)).toBe(false);
});

test('misalignment() is undefined for a whole number of steps, whatever binary arithmetic says', () => {
  expect((0.7 - 0.1) % 0.1).not.toBe(0);
  expect(misalignment({ min: 0.1, max: 0.7, step: 0.1 })).toBeUndefined();
});

test('misalignment() suggests clean bounds, never less than one step apart', () => {
  expect(misalignment({ min: 0.125, max: 4, step: 0.25 })).toEqual({
    difference: 3.875,
    min: [0.25, 0],
    max: [3.875, 4.125],
  });
  expect(misalignment({ min: 1, max: 2, step: 3 })).toMatchObject({ min: [-1, -4], max: [4, 7] });
});
