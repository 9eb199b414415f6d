import {
  type Document,
  isCollection,
  isMap,
  isScalar,
  LineCounter,
  parseAllDocuments,
  visit,
  type YAMLError,
} from 'yaml';
import { ConfigurationError, type ConfigurationProblem } from '../../errors/configuration-error.js';
import { ServoError } from '../../errors/servo-error.js';
import { repeatedKeys } from './repeated-keys.js';
import { syntaxExcerpt } from './syntax-excerpt.js';

/** The documents of a text, and where its lines begin. */
export interface ParsedDocuments {
  readonly documents: readonly Document.Parsed[];
  readonly lines: LineCounter;
}

/** Mappings count twice: as their pair too. What walks over the values later calls itself for each level. */
const depthLimit = 200;
/** Nobody reads more at once. */
const most = 1_000;
const tooDeep = 'the file is nested too deeply';

const unclosed = /^Missing closing|^Flow \S+ in block collection must be .* end with /;

type PlacedProblem = ConfigurationProblem & { readonly offset: number; readonly keyEnd?: number };

/**
 * Parses YAML 1.2 with merge keys.
 *
 * @param file - How messages name the file.
 * @throws {@link ConfigurationError} `CONFIGURATION_MALFORMED` with one problem for each line that is wrong.
 */
export function parseDocuments(text: string, file: string): ParsedDocuments {
  const lines = new LineCounter();
  const problemAt = ({ offset, keyEnd, ...problem }: PlacedProblem): ConfigurationProblem => {
    const { line, col } = lines.linePos(offset);
    const excerpt = syntaxExcerpt(text, offset, { keyEnd });
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), excerpt, ...problem };
  };
  const documents = parse(text, file, lines);
  const problems = documents.flatMap((document) => {
    const structure = structureErrors(document, lines);
    const deep = structure.find(({ message }) => message === tooDeep);
    const syntax = deep ? [] : syntaxErrors(document).map((error) => explained(error, { document, text }));
    return [...syntax, ...(deep ? [deep] : structure)];
  });
  const first = problems.toSorted((a, b) => a.offset - b.offset).slice(0, most);
  if (first.length > 0) throw malformedError(firstOfEachLine(first.map(problemAt)));
  return { documents, lines };
}

/** An error about the text itself. */
export function malformedError(problems: readonly ConfigurationProblem[]): ConfigurationError {
  return new ConfigurationError(problems, { code: 'CONFIGURATION_MALFORMED' });
}

function parse(text: string, file: string, lineCounter: LineCounter): readonly Document.Parsed[] {
  try {
    const parsed = parseAllDocuments(text, {
      lineCounter,
      merge: true,
      version: '1.2',
      uniqueKeys: false, // it compares each key with all others
      prettyErrors: false,
      logLevel: 'error', // its warnings would go to the process
    });
    return Array.isArray(parsed) ? parsed : [];
  } catch (error) {
    const message = error instanceof RangeError ? tooDeep : ServoError.from(error).message;
    throw malformedError([{ file, message }]);
  }
}

function syntaxErrors({ errors, warnings }: Document.Parsed): readonly YAMLError[] {
  return [...errors.slice(0, most), ...warnings.slice(0, most).filter(({ code }) => code === 'TAG_RESOLVE_FAILED')];
}

/** Says what is wrong in our own words, and where what is not closed begins. */
function explained(
  { message, pos: [offset] }: YAMLError,
  { document, text }: { readonly document: Document; readonly text: string },
): PlacedProblem {
  const start = unclosed.test(message) ? openedBefore(document, offset, message) : undefined;
  return { offset: start ?? offset, message: sentence(message), hint: syntaxHint(text, offset) };
}

/** Where the innermost quote or bracket begins that an offset is in or at the end of. */
function openedBefore(document: Document, offset: number, message: string): number | undefined {
  let found: number | undefined;
  visit(document, {
    Node(_key, node) {
      const [start, , end] = node.range ?? [0, 0, 0];
      if (start >= offset || end < offset) return visit.SKIP;
      const quoted = isScalar(node) && node.type?.startsWith('QUOTE');
      if (quoted || (isCollection(node) && node.flow && message.endsWith(isMap(node) ? '}' : ']'))) found = start;
      return undefined;
    },
  });
  return found;
}

/** What is good YAML and still no configuration: keys twice, references to nothing, keys that are no text. */
function structureErrors(document: Document.Parsed, lines: LineCounter): readonly PlacedProblem[] {
  const problems: PlacedProblem[] = [];
  const anchors = new Set<string>();
  visit(document, {
    Node(key, node, ancestors) {
      if ('anchor' in node && node.anchor) anchors.add(node.anchor);
      if (ancestors.length > depthLimit) {
        problems.push({ offset: node.range?.[0] ?? 0, message: tooDeep });
        return visit.BREAK;
      }
      if (isMap(node)) for (const problem of repeatedKeys(node.items, lines)) problems.push(problem);
      if (key !== 'key' || !isCollection(node)) return undefined;
      problems.push({
        offset: node.range?.[0] ?? 0,
        message: 'a key is a list or mapping',
        expected: 'text',
        hint: 'a template such as {{ … }} must be rendered first, or stand in quotes',
      });
      return visit.SKIP;
    },
    Alias(_key, { source, range }) {
      if (!anchors.has(source))
        problems.push({
          offset: range?.[0] ?? 0,
          message: 'an alias that refers to nothing', // its name may be the beginning of a password
          hint: 'write the anchor (&) before it; a text that begins with * stands in quotes',
        });
    },
  });
  return problems;
}

/** The errors that follow on the same line are mostly consequences of the first. */
function firstOfEachLine(problems: readonly ConfigurationProblem[]): readonly ConfigurationProblem[] {
  const lines = new Set<number | undefined>();
  return problems.filter(({ line }) => !lines.has(line) && lines.add(line));
}

function sentence(message: string): string {
  const [first = message] = message.split('\n');
  const said = first
    .replace(/^Missing closing (["'])quote$/, 'a quote $1 is not closed')
    .replace(/^Flow \S+ (?:in block collection must be .* )?(?:must )?end with a (.)$/, 'a bracket is not closed by $1')
    .replace(/^Unresolved tag: .*$/, 'a tag that means nothing here; a text that begins with ! stands in quotes')
    .replace(/^Block scalar header .*$/, 'a text that begins with | or > stands in quotes')
    .replace(
      /^Nested mappings are not allowed in compact mappings$/,
      'a second ": " on one line; a text that has one stands in quotes, and a quote may not be closed above',
    );
  const [known = said] = said === first ? first.split(/: |\s["'`]/) : [said]; // what a library quotes may be a secret
  return known;
}

function syntaxHint(text: string, offset: number): string | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const [line = ''] = text.slice(start).split('\n', 1);
  return /[{[,:]\s*\$\{/.test(line) ? 'within { } and [ ] put ${…} in quotes' : undefined;
}
