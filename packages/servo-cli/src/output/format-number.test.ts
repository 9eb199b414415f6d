import { expect, test } from 'vitest';
import { formatNumber, formatPercent, formatPrice } from './format-number.js';

test.each([
  [0, '0'],
  [12.345, '12.3'],
  [0.012345, '0.0123'],
  [3600, '3600'],
  [31337.5, '31338'],
])('formatNumber(%d) is %s', (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

test('formatPrice() and formatPercent() write what people read', () => {
  expect(formatPrice(12.3, '€')).toBe('€12.30/mo');
  expect(formatPercent(0.423)).toBe('42 %');
  expect(formatPercent(0.0423)).toBe('4.2 %');
});
