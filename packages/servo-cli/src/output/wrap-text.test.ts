import { expect, test } from 'vitest';
import { wrapText } from './wrap-text.js';

test.each<[text: string, columns: number, lines: readonly string[]]>([
  ['short', 10, ['short']],
  ['one two three', 7, ['one two', 'three']],
  ['first\nsecond line', 8, ['first', 'second', 'line']],
  ['a bcdefgh i', 3, ['a', 'bcd', 'efg', 'h i']],
  ['日本語 ab', 6, ['日本語', 'ab']],
  ['', 3, ['']],
])('wrapText() breaks %j at %d columns', (text, columns, lines) => {
  expect(wrapText(text, columns)).toEqual(lines);
});
