import { expect, test } from 'vitest';
import { table } from './table.js';

test('table() aligns columns, two spaces apart, and gives a cell of several lines as many rows', () => {
  expect(
    table(
      ['name', 'value'],
      [
        ['a', '1\n22'],
        ['long', 'x'],
      ],
    ),
  ).toEqual(['NAME  VALUE', 'a     1', '      22', 'long  x']);
});

test('table() breaks the cells of the widest column where there are too few columns', () => {
  const rows = [['a', 'what takes more room than there is', 'x']];
  expect(table(['name', 'value', 'of'], rows, 30)).toEqual([
    'NAME  VALUE                 OF',
    'a     what takes more room  x',
    '      than there is',
  ]);
  expect(table(['name', 'value', 'of'], rows)).toHaveLength(2);
});

test('table() gives wide characters their two columns', () => {
  expect(table(['a', 'b'], [['日本', 'x']])).toEqual(['A     B', '日本  x']);
});
