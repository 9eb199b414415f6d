import { expect, test } from 'vitest';
import { quoteValue } from './quote-value.js';

test.each([
  ['5', '"5"'],
  [5, '5'],
  [Number.NaN, 'NaN'],
  [undefined, 'nothing'],
  [null, 'nothing'],
  [{ a: [1] }, '{ a: [ 1 ] }'],
])('quoteValue() writes %j so that its kind shows', (value, text) => {
  expect(quoteValue(value)).toBe(text);
});
