import { type Document, isCollection, isScalar, LineCounter, parseAllDocuments, visit, type YAMLError } from 'yaml';
import { ConfigurationError, type ConfigurationProblem } from '../../errors/configuration-error.js';
import { ServoError } from '../../errors/servo-error.js';
import { inOrder } from './problem-order.js';

/** The documents of a text, and where its lines begin. */
export interface ParsedDocuments {
  readonly documents: readonly Document.Parsed[];
  readonly lines: LineCounter;
}

/** Mappings count twice: as their pair too. What walks over the values later calls itself for each level. */
const depthLimit = 200;

/**
 * Parses YAML 1.2 with merge keys.
 *
 * @param file - How messages name the file.
 * @throws {@link ConfigurationError} `CONFIGURATION_MALFORMED` with one problem for each line that is wrong.
 */
export function parseDocuments(text: string, file: string): ParsedDocuments {
  const lines = new LineCounter();
  const problemAt = (offset: number, problem: ConfigurationProblem): ConfigurationProblem => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), ...problem };
  };
  const documents = parse(text, file, lines);
  const problems = documents.flatMap((document) => [
    ...syntaxErrors(document).map(({ code, message, pos: [offset] }) =>
      problemAt(
        offset,
        code === 'DUPLICATE_KEY'
          ? { message: repeatedKey(document, { offset, message, lines }), hint: 'keep one of the two' }
          : { message: sentence(message), hint: syntaxHint(text, offset) },
      ),
    ),
    ...structureErrors(document).map(({ offset, ...problem }) => problemAt(offset, problem)),
  ]);
  if (problems.length > 0) throw malformedError(firstOfEachLine(inOrder(problems)));
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
      prettyErrors: false,
      logLevel: 'error', // its warnings would go to the process
    });
    return Array.isArray(parsed) ? parsed : [];
  } catch (error) {
    const message = error instanceof RangeError ? 'the file is nested too deeply' : ServoError.from(error).message;
    throw malformedError([{ file, message }]);
  }
}

function syntaxErrors({ errors, warnings }: Document.Parsed): readonly YAMLError[] {
  return [...errors, ...warnings.filter(({ code }) => code === 'TAG_RESOLVE_FAILED')];
}

/** Says which key stands at an offset for the second time, and where it stood before. */
function repeatedKey(
  document: Document,
  { offset, message, lines }: { readonly offset: number; readonly message: string; readonly lines: LineCounter },
): string {
  let told = message;
  visit(document, {
    Map(_key, { items }) {
      const keys = items.map(({ key }) => key).filter(isScalar);
      const again = keys.find(({ range }) => range?.[0] === offset);
      const first = keys.find(({ value }) => value === again?.value);
      if (!again || !first) return undefined;
      told = `the key "${again.source ?? ''}" stands in line ${lines.linePos(first.range?.[0] ?? 0).line} already`;
      return visit.BREAK;
    },
  });
  return told;
}

/** What is good YAML and still no configuration: references to nothing, keys that are no text. */
function structureErrors(document: Document.Parsed): readonly (ConfigurationProblem & { readonly offset: number })[] {
  const problems: (ConfigurationProblem & { readonly offset: number })[] = [];
  const anchors = new Set<string>();
  visit(document, {
    Node(key, node, ancestors) {
      if ('anchor' in node && node.anchor) anchors.add(node.anchor);
      if (ancestors.length > depthLimit) {
        problems.push({ offset: node.range?.[0] ?? 0, message: 'the file is nested too deeply' });
        return visit.BREAK;
      }
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
          message: `*${source} refers to nothing`,
          hint: `write &${source} before`,
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
  return first.replace(/^Missing closing (["'])quote$/, 'a quote $1 is not closed');
}

function syntaxHint(text: string, offset: number): string | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const [line = ''] = text.slice(start).split('\n', 1);
  return /[{[,:]\s*\$\{/.test(line) ? 'within { } and [ ] put ${…} in quotes' : undefined;
}
