import { maskSecrets, type ProblemExcerpt } from '@servo/core';
import type { Paint } from './paint.js';
import { charactersOf, widthOf } from './width-of.js';

/** How an excerpt is shown. */
export interface ExcerptLinesOptions {
  readonly paint: Paint;
  /** How many columns there are. */
  readonly columns: number;
  /** What stands before the line: its number. */
  readonly label?: string;
}

const narrowest = 20;

/** Shows a line, and below it with carets what of it is wrong; of a line that is too long, the part around that. */
export function excerptLines(
  { text, column, length }: ProblemExcerpt,
  { paint, columns, label = '' }: ExcerptLinesOptions,
): readonly string[] {
  const gutter = label ? `  ${label} | ` : '  ';
  const parts = [
    text.slice(0, column - 1),
    text.slice(column - 1, column - 1 + length),
    text.slice(column - 1 + length),
  ];
  const [before = [], marked = [], after = []] = parts.map((part) => charactersOf(maskSecrets(part)));
  const room = Math.max(columns - gutter.length - 1, narrowest);
  const { head, body, tail } = fitted({ before, marked, after }, room);
  const carets = '^'.repeat(Math.max(1, widthOf(body)));
  const below = label ? `  ${' '.repeat(label.length)} | ` : '  ';
  return [
    `${paint('dim', gutter)}${head.join('')}${body.join('')}${tail.join('')}`,
    `${paint('dim', below)}${' '.repeat(widthOf(head))}${paint('red', carets)}`,
  ];
}

interface Parts {
  readonly before: readonly string[];
  readonly marked: readonly string[];
  readonly after: readonly string[];
}

function fitted({ before, marked, after }: Parts, room: number): Record<'head' | 'body' | 'tail', readonly string[]> {
  if (widthOf([...before, ...marked, ...after]) <= room) return { head: before, body: marked, tail: after };
  const body = widthOf(marked) > room - 2 ? [...taken(marked, room - 3), '…'] : marked;
  const left = room - widthOf(body);
  const head =
    widthOf(before) <= left - 1 ? before : ['…', ...takenFromEnd(before, Math.max(0, Math.min(left - 2, left >> 1)))];
  const rest = left - widthOf(head);
  const tail = widthOf(after) <= rest || body !== marked ? after : [...taken(after, Math.max(0, rest - 1)), '…'];
  return { head, body, tail: body === marked ? tail : [] };
}

function taken(characters: readonly string[], room: number): readonly string[] {
  let width = 0;
  return characters.filter((each) => (width += widthOf([each])) <= room);
}

function takenFromEnd(characters: readonly string[], room: number): readonly string[] {
  return taken(characters.toReversed(), room).toReversed();
}
