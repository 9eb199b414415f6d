/** Lays rows out in columns, two spaces apart; the head in capitals. A cell may hold several lines. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const all = [head.map((cell) => cell.toUpperCase()), ...rows];
  const lines = all.flatMap(splitRow);
  const widths = head.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  return lines.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function splitRow(cells: readonly string[]): readonly (readonly string[])[] {
  const parts = cells.map((cell) => cell.split('\n'));
  const height = Math.max(...parts.map((lines) => lines.length));
  return Array.from({ length: height }, (_, index) => parts.map((lines) => lines[index] ?? ''));
}
