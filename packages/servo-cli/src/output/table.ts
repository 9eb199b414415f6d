import { textWidth } from './width-of.js';
import { wrapText } from './wrap-text.js';

type Row = readonly string[];

const narrowest = 16; // columns of a cell that is broken; less is hard to read

/**
 * Lays rows out in columns, two spaces apart; the head in capitals. A cell may hold several lines, and those of the widest
 * column are broken where the table would be wider than so many columns.
 */
export function table(head: Row, rows: readonly Row[], columns = Number.POSITIVE_INFINITY): readonly string[] {
  const all = [head.map((cell) => cell.toUpperCase()), ...rows];
  const lines = all.flatMap((cells) => splitRow(cells));
  const widths = widthsOf(lines, head.length);
  const excess = widths.reduce((sum, width) => sum + width + 2, -2) - columns;
  if (excess <= 0) return laidOut(lines, widths);
  const widest = widths.indexOf(Math.max(...widths));
  const room = Math.max(narrowest, (widths[widest] ?? 0) - excess);
  const broken = all.flatMap((cells) => splitRow(cells, { column: widest, room }));
  return laidOut(broken, widthsOf(broken, head.length));
}

function laidOut(lines: readonly Row[], widths: readonly number[]): readonly string[] {
  return lines.map((cells) =>
    cells
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - textWidth(cell)))
      .join('  ')
      .trimEnd(),
  );
}

function widthsOf(lines: readonly Row[], columns: number): readonly number[] {
  return Array.from({ length: columns }, (_, column) =>
    Math.max(...lines.map((cells) => textWidth(cells[column] ?? ''))),
  );
}

function splitRow(cells: Row, broken?: { readonly column: number; readonly room: number }): readonly Row[] {
  const parts = cells.map((cell, column) =>
    column === broken?.column ? wrapText(cell, broken.room) : cell.split('\n'),
  );
  const height = Math.max(...parts.map((lines) => lines.length));
  return Array.from({ length: height }, (_, index) => parts.map((lines) => lines[index] ?? ''));
}
