import { expect, test } from 'vitest';
import { thrownText } from './thrown-text.js';

test.for<[thrown: unknown, text: string]>([
  [new TypeError('no'), 'no'],
  ['text', 'text'],
  [undefined, 'undefined'],
  [Symbol('s'), 'Symbol(s)'],
  [Object.create(null), '[object Object]'],
])('thrownText() of %o', ([thrown, text]) => {
  expect(thrownText(thrown)).toBe(text);
});
