import type { ProblemExcerpt } from '../../errors/configuration-error.js';

/** A part of a text: from one offset up to another. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A part of a text that is not shown, and what stands in its place. */
export interface HiddenRange extends TextRange {
  readonly instead: string;
}

/** What stands in the place of values whose content is nobody's business there. */
export const omitted = '…';
/** What stands in the place of secrets. */
export const masked = '[secret]';

const longest = 240;
const before = 100;
// the user and password of a URL, and what stands after the scheme of an authorization
const credentials = /(?<=:\/\/)[^\s/@"']+(?=@)|(?<=\b(?:bearer|basic|x-sf-token)\s+)[\w.~+/=-]{8,}/gi;

/** Cuts the line out of a text in which a range begins, leaving out what is hidden, comments and control characters. */
export function excerptOf(text: string, range: TextRange, hidden: readonly HiddenRange[] = []): ProblemExcerpt {
  const { start: from, end: to } = lineAround(text, range.start);
  const marked = {
    start: range.start,
    end: Math.min(Math.max(range.end, range.start + 1), Math.max(to, range.start + 1)),
  };
  // of a very long line no more is looked at than can be shown
  const start = Math.max(from, marked.start - 2 * longest);
  const end = Math.min(to, marked.start + 2 * longest);
  const all = [...hidden, ...credentialsIn(text.slice(start, end), start)];
  const parts = cut({ start, end }, all);
  let shown = '';
  let column = 0;
  let last = 0;
  for (const part of parts) {
    const length = part.end - part.start;
    if (marked.start >= part.start && marked.start < part.end)
      column = shown.length + (part.instead === undefined ? marked.start - part.start : 0);
    const piece = part.instead ?? text.slice(part.start, part.end);
    if (marked.end > part.start && marked.end <= part.end)
      last = shown.length + (part.instead === undefined ? length - (part.end - marked.end) : piece.length);
    shown += piece;
  }
  if (marked.start >= end) column = shown.length; // the end of the line is what is wrong
  const length = Math.max(1, (last || shown.length) - column);
  return windowed({ text: printable(shown), column: column + 1, length });
}

/** Where the line of an offset begins and ends, without its break. */
export function lineAround(text: string, offset: number): TextRange {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const found = text.indexOf('\n', start);
  const end = found < 0 ? text.length : found;
  return { start, end: text[end - 1] === '\r' && end > start ? end - 1 : end };
}

function credentialsIn(line: string, start: number): readonly HiddenRange[] {
  return [...line.matchAll(credentials)].map(({ index, 0: found }) => ({
    start: start + index,
    end: start + index + found.length,
    instead: masked,
  }));
}

/** Divides a range into what is shown and what is not; of hidden ranges that overlap, the earliest wins. */
function cut(whole: TextRange, hidden: readonly HiddenRange[]): readonly (TextRange & { readonly instead?: string })[] {
  const parts: (TextRange & { readonly instead?: string })[] = [];
  let at = whole.start;
  for (const { start, end, instead } of hidden.toSorted((a, b) => a.start - b.start)) {
    if (end <= at || start >= whole.end) continue;
    if (start > at) parts.push({ start: at, end: start });
    parts.push({ start: Math.max(start, at), end: Math.min(end, whole.end), instead });
    at = Math.min(end, whole.end);
  }
  return at < whole.end ? [...parts, { start: at, end: whole.end }] : parts;
}

/** Puts a space in the place of each character that has no width of its own, or that a terminal might obey. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
}

/** The part of a long line that is around what is wrong. */
function windowed({ text, column, length }: ProblemExcerpt): ProblemExcerpt {
  const trimmed = text.trimEnd();
  if (trimmed.length <= longest) return { text: trimmed, column, length };
  const from = Math.max(0, Math.min(column - 1 - before, trimmed.length - longest));
  const to = Math.min(trimmed.length, from + longest);
  const head = from > 0 ? omitted : '';
  const tail = to < trimmed.length ? omitted : '';
  const at = column - from + head.length;
  return {
    text: `${head}${trimmed.slice(from, to)}${tail}`,
    column: at,
    length: Math.max(1, Math.min(length, to - from - at + 1 + head.length)),
  };
}
