import { relative } from 'node:path';
import { type Document, isPair, isScalar, isSeq, type LineCounter, visit } from 'yaml';
import { ConfigurationError, type ConfigurationProblem } from '../../errors/configuration-error.js';
import { ServoError } from '../../errors/servo-error.js';
import { type ConfigPath, ConfigSource, type Filled } from './config-source.js';
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
  readonly env: Environment;
}

/** The variables that `${NAME}` stands for; `undefined` leaves texts as they are written. */
type Environment = Readonly<Record<string, string | undefined>> | undefined;

interface DocumentContext {
  readonly file: string;
  readonly text: string;
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
    .map((document) => configDocument(document, { file, text, env, lines }));
  return first ? [first, ...others] : readConfigText('{}', { file, env: {} });
}

function isEmpty({ contents }: Document): boolean {
  return contents === null || (isScalar(contents) && contents.value === null);
}

function configDocument(document: Document, { file, text, env, lines }: DocumentContext): ConfigDocument {
  const filled = new Map<unknown, Filled>();
  const source = new ConfigSource({ file, text, document, lines, filled });
  const problems = env ? fillIn(document, { source, text, env, filled }) : [];
  if (problems.length > 0) throw new ConfigurationError(problems);
  return { values: mapping(toValues(document, source), source), source };
}

/** Puts environment variables into all texts; answers which are not set, and what is no reference to one. */
function fillIn(
  document: Document,
  {
    source,
    text,
    env,
    filled,
  }: {
    readonly source: ConfigSource;
    readonly text: string;
    readonly env: NonNullable<Environment>;
    readonly filled: Map<unknown, Filled>;
  },
): readonly ConfigurationProblem[] {
  const problems: ConfigurationProblem[] = [];
  visit(document, {
    Scalar(key, node, ancestors) {
      if (key === 'key' || !isScalar(node) || typeof node.value !== 'string') return;
      const { text: value, variables, missing, malformed } = interpolate(node.value, env);
      node.value = value;
      if (variables) filled.set(node, { style: node.type === 'PLAIN' ? 'plain' : 'quoted', variables });
      const [start = 0, end = 0] = node.range ?? [];
      const refuse = (written: string, length: number, problem: ConfigurationProblem): void => {
        const at = start + Math.max(0, text.slice(start, end).indexOf(written));
        problems.push(source.problemWithin({ start: at, end: at + length }, pathOf(ancestors, key), problem));
      };
      for (const name of missing) refuse(`\${${name}`, name.length + 3, notSet(name));
      for (const written of malformed) refuse(written, written.length, noReference);
    },
  });
  return problems;
}

/** The path of a node, by what it stands in. */
function pathOf(ancestors: readonly unknown[], key: unknown): ConfigPath {
  const steps = ancestors.flatMap((each, index): ConfigPath => {
    if (isPair(each)) return isScalar(each.key) ? [String(each.key.value)] : [];
    const next = ancestors[index + 1];
    return isSeq(each) && next !== undefined ? [each.items.indexOf(next)] : [];
  });
  return isSeq(ancestors.at(-1)) && typeof key === 'number' ? [...steps, key] : steps;
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

const noReference: ConfigurationProblem = {
  message: 'what begins with ${ here is no reference to a variable', // it may be the beginning of a password
  expected: '${NAME} or ${NAME:-default}',
  hint: 'write $${ where ${ is meant',
};

function notSet(name: string): ConfigurationProblem {
  return {
    message: `the environment variable ${name} is not set`,
    hint: `set it, or write \${${name}:-default}`,
  };
}
