import { expect, test } from 'vitest';
import { largest } from './largest.js';

test('largest() finds it among more numbers than a call takes arguments', () => {
  const numbers = Array.from({ length: 500_000 }, (_, index) => -1 - index);
  expect(largest(numbers)).toBe(-1);
  expect(largest([])).toBe(-Infinity);
});
