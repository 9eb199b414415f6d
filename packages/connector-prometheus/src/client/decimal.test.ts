import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimal } from './decimal.js';

const read = (text: string): number => decimal(Buffer.from(`[${text}]`), 1, 1 + text.length);

test('decimal() reads every finite number as the language does', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(read(String(value))).toBe(Number(String(value))); // which has no -0
      expect(read(value.toExponential())).toBe(Number(value.toExponential()));
    }),
  );
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.nat({ max: 17 }), (digits, behind) => {
      const text = String(digits).padStart(behind + 1, '0');
      const written = `${text.slice(0, text.length - behind)}.${text.slice(text.length - behind)}`;
      expect(read(written)).toBe(Number(written));
    }),
  );
});

test.each([
  ['+Inf', Infinity],
  ['-Inf', -Infinity],
  ['NaN', Number.NaN],
  ['', Number.NaN],
  ['-', Number.NaN],
  ['1.2.3', Number.NaN],
  ['many', Number.NaN],
  ['-0', -0],
  ['+1', 1],
])('decimal() reads "%s" as %d', (text, value) => {
  expect(read(text)).toBe(value);
});
