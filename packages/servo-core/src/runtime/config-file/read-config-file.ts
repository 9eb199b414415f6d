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

/**
 * Reads servo.yaml.
 *
 * @throws {@link ConfigurationError} `CONFIGURATION_NOT_FOUND` when the file cannot be read, `CONFIGURATION_MALFORMED`
 * when it is not YAML or not a mapping, `CONFIGURATION_INVALID` when it refers to variables that are not set.
 */
export async function readConfigFile({ path, cwd, env }: ReadOptions): Promise<ConfigDocument> {
  const file = relative(cwd, path) || path;
  return readConfigText(await readText(path, file), { file, env });
}

/** Reads the text of a servo.yaml; throws as {@link readConfigFile} does. */
export function readConfigText(
  text: string,
  { file, env }: { readonly file: string; readonly env: ReadOptions['env'] },
): ConfigDocument {
  const { documents, lines } = parseDocuments(text, file);
  const [document, second] = documents;
  if (second) throw malformedError([severalDocuments(file, lines.linePos(second.range[0]).line)]);
  if (!document) return emptyDocument(file);
  const filled = fillIn(document, { file, env, lines });
  const source = new ConfigSource({ file, document, lines, filled });
  return { values: mapping(toValues(document, source), source), source };
}

/** Puts environment variables into all texts; answers which. */
function fillIn(
  document: Document,
  { file, env, lines }: { readonly file: string; readonly env: ReadOptions['env']; readonly lines: LineCounter },
): ReadonlyMap<unknown, Filled> {
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

function emptyDocument(file: string): ConfigDocument {
  return readConfigText('{}', { file, env: {} });
}

function severalDocuments(file: string, line: number): ConfigurationProblem {
  return { file, line, column: 1, message: 'several documents are not supported yet', hint: 'keep one servo per file' };
}

function notSet(name: string): ConfigurationProblem {
  return {
    message: `the environment variable ${name} is not set`,
    hint: `set it, or write \${${name}:-default}`,
  };
}
