import { largest } from '../largest.js';

const narrow = 100; // a pipe, which takes lines of any length, says that it has more

/**
 * Lays rows out in columns, two spaces apart. On a terminal of few columns each row is continued, where it is too long, in
 * lines of its own: always before the same column.
 */
export function columns(rows: readonly (readonly string[])[], room = Number.POSITIVE_INFINITY): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => largest(rows.map((row) => row[column]?.length ?? 0)));
  const groups = room < narrow ? fitting(widths, room) : [widths.map((_, column) => column)];
  return rows.flatMap((row) =>
    groups.map((group, index) => {
      const cells = group.map((column) => (row[column] ?? '').padEnd(widths[column] ?? 0));
      return `${index > 0 ? '  ' : ''}${cells.join('  ')}`.trimEnd();
    }),
  );
}

/** Which columns share a line; one that is wider than the room has its own. */
function fitting(widths: readonly number[], room: number): readonly (readonly number[])[] {
  const groups: number[][] = [];
  let left = 0;
  for (const [column, width] of widths.entries()) {
    const last = groups.at(-1);
    const fits = last !== undefined && width + 2 <= left;
    if (fits) last.push(column);
    else groups.push([column]);
    const before = fits ? left - 2 : room - (last ? 2 : 0); // what goes on is indented
    left = before - width;
  }
  return groups;
}
