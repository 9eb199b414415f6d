import { namesSecret } from '../../config/secret-name.js';
import type { ProblemExcerpt } from '../../errors/configuration-error.js';
import { excerptOf, type HiddenRange, lineAround, masked, omitted } from './excerpt.js';

/** A key, or a word in its place: a colon may be what is missing. */
const key = /(?:^|[\s{,[])(["']?)([\w.-]+)\1(?:\s*[:=](?=\s|$)\s*|\s+)/g;
/** Letters of both cases with digits among them, as tokens and keys are made of. */
const random = /(?=[\w+/=-]*\d)(?=[\w+/=-]*[a-z])(?=[\w+/=-]*[A-Z])[\w+/=-]{20,}/g;
const widest = 2_000;
/** So many lines above may belong to one value. */
const reach = 100;

/**
 * Shows the line of an offset in a text that cannot be parsed, so that only the names of keys tell what is a secret: what
 * follows one that is called so is left out, and what looks random is.
 *
 * @param options.keyEnd - Where the key ends that begins at the offset; its value is left out.
 */
export function syntaxExcerpt(
  text: string,
  offset: number,
  { keyEnd }: { readonly keyEnd?: number | undefined } = {},
): ProblemExcerpt {
  const line = lineAround(text, offset);
  const start = Math.max(line.start, offset - widest);
  const shown = text.slice(start, Math.min(line.end, offset + widest));
  const hidden = belongsToSecret(text, line.start)
    ? [{ start: line.start, end: line.end, instead: masked }]
    : [...secretsIn(shown), ...randomIn(shown)].map((each) => ({
        ...each,
        start: start + each.start,
        end: start + each.end,
      }));
  if (keyEnd !== undefined && keyEnd + 1 < line.end)
    // nobody knows whether it is a secret
    return excerptOf(text, { start: offset, end: keyEnd }, [
      ...hidden,
      { start: keyEnd + 1, end: line.end, instead: ` ${omitted}` },
    ]);
  const [token = ''] = /^[\w$-]+|^./.exec(text.slice(offset, Math.min(line.end, offset + widest))) ?? [];
  return excerptOf(text, { start: offset, end: offset + token.length }, hidden);
}

function secretsIn(line: string): readonly HiddenRange[] {
  return [...line.matchAll(key)].flatMap(({ index, 0: found, 2: name = '' }): HiddenRange[] => {
    const start = index + found.length;
    if (!namesSecret(name) || start >= line.length) return [];
    return [{ start, end: line.length, instead: masked }]; // where its value ends is not certain
  });
}

function randomIn(line: string): readonly HiddenRange[] {
  return [...line.matchAll(random)].map(({ index, 0: found }) => ({
    start: index,
    end: index + found.length,
    instead: masked,
  }));
}

/** Whether a line goes on with the value of a secret that began above: by the first line above that is less indented. */
function belongsToSecret(text: string, start: number): boolean {
  const indent = indentOf(text.slice(start, start + widest));
  let end = start - 1;
  for (let count = 0; end > 0 && count < reach; count++) {
    const from = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(from, Math.min(end, from + widest));
    const name = /^\s*(?:-\s+)?["']?([\w.-]+)["']?\s*:/.exec(line)?.[1];
    const above = indentOf(line);
    if (name !== undefined && namesSecret(name) && (above < indent || isOpen(line))) return true;
    if (name !== undefined && above < indent) return false;
    end = from - 1;
  }
  return false;
}

/** Whether a quote is opened in a line and not closed. */
function isOpen(line: string): boolean {
  return ['"', "'"].some((quote) => line.split(quote).length % 2 === 0);
}

/** How far a line is indented, as an editor shows it. */
function indentOf(line: string): number {
  return (/^[ \t]*/.exec(line)?.[0] ?? '').replaceAll('\t', ' '.repeat(8)).length;
}
