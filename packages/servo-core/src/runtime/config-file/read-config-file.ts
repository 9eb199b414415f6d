import { relative } from 'node:path';
import { type Document, isScalar, type LineCounter, visit } from 'yaml';
import { ConfigurationError, type ConfigurationProblem } from '../../errors/configuration-error.js';
import { ServoError } from '../../errors/servo-error.js';
import { ConfigSource, type Filled } from './config-source.js';
import { interpolate } from './interpolate.js';
import { malformedError, parseDocuments } from './parse-documents.js';
import { readText } from './read-text.js';

/** A document of a configuration file: its values, and where they stood. */
export interface ConfigDocument {
  readonly values: Readonly<Record<string, unknown>>;
  readonly source: ConfigSource;
}

/** Where a configuration is read from and what `${NAME}` means in it. */
export interface ReadOptions {
  readonly path: string;
  /** Files are named from here in messages. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

interface DocumentContext {
  readonly file: string;
  readonly env: ReadOptions['env'];
  readonly lines: LineCounter;
}

/** The documents of a configuration file; one without keys where the file is empty. */
export type ConfigDocuments = readonly [ConfigDocument, ...ConfigDocument[]];

/**
 * Reads servo.yaml: a document for each servo.
 *
 * @throws {@link ConfigurationError} `CONFIGURATION_NOT_FOUND` when the file cannot be read, `CONFIGURATION_MALFORMED`
 * when it is not YAML or a document not a mapping, `CONFIGURATION_INVALID` when it refers to variables that are not set.
 */
export async function readConfigFile({ path, cwd, env }: ReadOptions): Promise<ConfigDocuments> {
  const file = relative(cwd, path) || path;
  return readConfigText(await readText(path, file), { file, env });
}

/** Reads the text of a servo.yaml; throws as {@link readConfigFile} does. */
export function readConfigText(
  text: string,
  { file, env }: { readonly file: string; readonly env: ReadOptions['env'] },
): ConfigDocuments {
  const { documents, lines } = parseDocuments(text, file);
  const [first, ...others] = documents
    .filter((document, _, { length }) => length === 1 || !isEmpty(document)) // as after a last "---"
    .map((document) => configDocument(document, { file, env, lines }));
  return first ? [first, ...others] : readConfigText('{}', { file, env: {} });
}

function isEmpty({ contents }: Document): boolean {
  return contents === null || (isScalar(contents) && contents.value === null);
}

function configDocument(document: Document, context: DocumentContext): ConfigDocument {
  const { file, lines } = context;
  const filled = fillIn(document, context);
  const source = new ConfigSource({ file, document, lines, filled });
  return { values: mapping(toValues(document, source), source), source };
}

/** Puts environment variables into all texts; answers which. */
function fillIn(document: Document, { file, env, lines }: DocumentContext): ReadonlyMap<unknown, Filled> {
  const filled = new Map<unknown, Filled>();
  const unset: ConfigurationProblem[] = [];
  visit(document, {
    Scalar(key, node) {
      if (key === 'key' || !isScalar(node) || typeof node.value !== 'string') return;
      const { line, col: column } = lines.linePos(node.range?.[0] ?? 0);
      const { text, filled: any, missing } = interpolate(node.value, env);
      node.value = text;
      if (any) filled.set(node, node.type === 'PLAIN' ? 'plain' : 'quoted');
      for (const name of missing) unset.push({ file, line, column, ...notSet(name) });
    },
  });
  if (unset.length > 0) throw new ConfigurationError(unset);
  return filled;
}

function toValues(document: Document, source: ConfigSource): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    const { message } = ServoError.from(error);
    const bomb = message.startsWith('Excessive alias count');
    throw malformedError([source.problem([], { message: bomb ? 'aliases expand to too much' : message })]);
  }
}

function mapping(values: unknown, source: ConfigSource): Readonly<Record<string, unknown>> {
  if (values === null || values === undefined) return {};
  if (typeof values === 'object' && !Array.isArray(values)) return values as Readonly<Record<string, unknown>>; // the line asks
  const found = Array.isArray(values) ? 'a list' : 'a single value';
  throw malformedError([
    source.problem([], { message: 'the document is not a mapping', expected: 'keys and values', found }),
  ]);
}

function notSet(name: string): ConfigurationProblem {
  return {
    message: `the environment variable ${name} is not set`,
    hint: `set it, or write \${${name}:-default}`,
  };
}
