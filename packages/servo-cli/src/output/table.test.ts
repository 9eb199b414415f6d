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
