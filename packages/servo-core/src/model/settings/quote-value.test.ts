import { expect, test } from 'vitest';
import { quoteValue } from './quote-value.js';

test.each([
  ['5', '"5"'],
  [5, '5'],
  [Number.NaN, 'NaN'],
  [undefined, 'nothing'],
  [null, 'nothing'],
  [10n, '10'],
  [{ a: [1] }, '{"a":[1]}'],
])('quoteValue() writes %o so that its kind shows', (value, text) => {
  expect(quoteValue(value)).toBe(text);
});

test('quoteValue() writes even what contains itself', () => {
  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  expect(quoteValue(circular)).toBe('[object Object]');
});
