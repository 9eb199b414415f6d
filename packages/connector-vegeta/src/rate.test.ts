import { expect, test } from 'vitest';
import { Rate } from './rate.js';

test.each<[input: string | number, perSecond: number, text: string]>([
  [500, 500, '500/1s'],
  ['500', 500, '500/1s'],
  ['500/1s', 500, '500/1s'],
  ['10/s', 10, '10/1s'],
  ['600/1m', 10, '600/1m'],
  ['10/1h30m', 10 / 5_400, '10/1h30m'],
  ['1/1d2h', 1 / 93_600, '1/26h'],
])('Rate.from() reads %s', (input, perSecond, text) => {
  const rate = Rate.from(input);
  expect([rate.perSecond, String(rate), rate.isUnlimited]).toEqual([perSecond, text, false]);
  expect(rate.gap).toBeCloseTo(1_000 / perSecond, 9);
});

test('Rate.from() takes 0 for no limit', () => {
  const { isUnlimited, gap } = Rate.from('0');
  expect([isUnlimited, gap, String(Rate.from(0))]).toEqual([true, 0, '0']);
});

test.each([
  ['INVALID', 'expected a whole number'],
  ['1.5/1s', 'expected a whole number'],
  [1.5, 'expected a whole number'],
  [-5, 'expected a whole number'],
  ['/1s', 'expected a whole number'],
  ['10/1s/2', 'expected a whole number'],
  ['500/1zxzczc', "Invalid duration '1zxzczc'"],
  ['500/0s', 'more than 0'],
  ['500/293y', 'more than 292 years'],
  ['99999999999999999999', 'too large'],
])('Rate.from() refuses %s', (input, message) => {
  expect(() => Rate.from(input)).toThrow(expect.objectContaining({ code: 'RATE_INVALID' }));
  expect(() => Rate.from(input)).toThrow(message);
});
