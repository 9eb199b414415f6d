import { open } from 'node:fs/promises';
import { relative } from 'node:path';
import { isScalar, LineCounter, parseAllDocuments, visit, type YAMLError } from 'yaml';
import { ConfigurationError, type ConfigurationProblem } from '../../errors/configuration-error.js';
import { ServoError } from '../../errors/servo-error.js';
import { ConfigSource } from './config-source.js';
import { interpolate } from './interpolate.js';

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

const sizeLimit = 10 * 2 ** 20;

/**
 * Reads servo.yaml.
 *
 * @throws {@link ConfigurationError} `CONFIGURATION_NOT_FOUND` when the file cannot be read, `CONFIGURATION_MALFORMED`
 * when it is not YAML or not a mapping.
 */
export async function readConfigFile({ path, cwd, env }: ReadOptions): Promise<ConfigDocument> {
  const file = relative(cwd, path) || path;
  const text = await readText(path, file);
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: lines, merge: true, version: '1.2', prettyErrors: false });
  const documents = Array.isArray(parsed) ? parsed : [];
  const problems = documents.flatMap(({ errors }) => errors.map((error) => malformed(error, file, lines)));
  if (problems.length > 0) throw malformedError(problems);
  const [document, second] = documents;
  if (second)
    throw malformedError([
      {
        file,
        line: lines.linePos(second.range[0]).line,
        column: 1,
        message: 'several documents are not supported',
        hint: 'keep one servo per file',
      },
    ]);
  if (!document) return { values: {}, source: emptySource(file) };

  const source = new ConfigSource({ file, document, lines });
  const unset: ConfigurationProblem[] = [];
  visit(document, {
    Scalar(key, node) {
      if (key === 'key' || !isScalar(node) || typeof node.value !== 'string') return;
      const { line, col } = lines.linePos(node.range?.[0] ?? 0);
      node.value = interpolate(node.value, {
        env,
        plain: node.type === 'PLAIN',
        onUnset: (name) =>
          unset.push({
            file,
            line,
            column: col,
            message: `the environment variable ${name} is not set`,
            hint: `set it, or write \${${name}:-default}`,
          }),
      });
    },
  });
  if (unset.length > 0) throw new ConfigurationError(unset);
  return { values: mapping(toValues(document, file), source), source };
}

async function readText(path: string, file: string): Promise<string> {
  try {
    await using handle = await open(path);
    const { size } = await handle.stat();
    if (size > sizeLimit)
      throw malformedError([
        {
          file,
          message: 'the file is too large',
          expected: 'at most 10 MiB',
          found: `${Math.ceil(size / 2 ** 20)} MiB`,
        },
      ]);
    const text = await handle.readFile('utf8');
    if (text.includes('\0')) throw malformedError([{ file, message: 'the file is not text' }]);
    return text;
  } catch (error) {
    throw error instanceof ConfigurationError ? error : unreadable(error, file);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'the file does not exist',
  EISDIR: 'this is a directory, not a file',
  EACCES: 'the file may not be read',
};

function unreadable(error: unknown, file: string): ConfigurationError {
  const { code = '', message } = error as NodeJS.ErrnoException; // what node:fs throws
  const hint = code === 'ENOENT' ? 'create it, or name another one with -c' : undefined;
  return new ConfigurationError([{ file, message: reasons[code] ?? message, hint }], {
    code: 'CONFIGURATION_NOT_FOUND',
    cause: error,
  });
}

function toValues(document: { toJS(options: { maxAliasCount: number }): unknown }, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw malformedError([{ file, message: ServoError.from(error).message }]);
  }
}

function mapping(values: unknown, source: ConfigSource): Readonly<Record<string, unknown>> {
  if (values === null || values === undefined) return {};
  if (typeof values === 'object' && !Array.isArray(values)) return values as Readonly<Record<string, unknown>>; // the line asks
  const found = Array.isArray(values) ? 'a list' : JSON.stringify(values);
  throw malformedError([
    source.problem([], { message: 'the document is not a mapping', expected: 'keys and values', found }),
  ]);
}

function malformed({ message, pos }: YAMLError, file: string, lines: LineCounter): ConfigurationProblem {
  const { line, col } = lines.linePos(pos[0]);
  return { file, line, column: col, message: message.split('\n')[0] ?? message };
}

function malformedError(problems: readonly ConfigurationProblem[]): ConfigurationError {
  return new ConfigurationError(problems, { code: 'CONFIGURATION_MALFORMED' });
}

function emptySource(file: string): ConfigSource {
  const lines = new LineCounter();
  const [document] = parseAllDocuments('{}', { lineCounter: lines });
  if (!document || !('contents' in document)) throw malformedError([{ file, message: 'the file cannot be read' }]);
  return new ConfigSource({ file, document, lines });
}
