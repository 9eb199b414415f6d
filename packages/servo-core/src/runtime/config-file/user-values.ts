import { resolve } from 'node:path';
import type { ConfigurationProblem } from '../../errors/configuration-error.js';
import { ServoError } from '../../errors/servo-error.js';
import type { ConfigPath } from './config-source.js';
import { fromText } from './from-text.js';
import { authorNames, branches, branchesFor, childSchema, isSecret, type JsonSchema } from './json-schema.js';
import { snakeCase } from './key-names.js';
import type { LaidOverSection } from './laid-over-section.js';
import { readSecretFile } from './read-secret-file.js';
import { secretFileOf } from './secret-file-of.js';
import { unknownKey } from './unknown-key.js';

/** What the walk over a user's values needs, and what it collects. */
export interface UserValuesOptions {
  readonly root: JsonSchema;
  readonly section: LaidOverSection;
  /** Relative paths of secrets' files start here. */
  readonly cwd: string;
  readonly problems: ConfigurationProblem[];
  /** Filled with where each of the author's paths was written by the user. */
  readonly origins: Map<string, ConfigPath>;
  /** Filled with the author's paths whose absence needs no further word: the key is misspelt, the file unreadable. */
  readonly explained: Set<string>;
  /** Filled with what must not be shown. */
  readonly secrets: Set<string>;
  /** Told of every secret that was read from a file. */
  readonly onSecretFile?: ((path: ConfigPath, file: string, from: ConfigPath) => void) | undefined;
}

/** One step of the walk. */
interface Here {
  readonly schema: JsonSchema | undefined;
  /** By the author's names. */
  readonly at: ConfigPath;
  /** By the user's. */
  readonly from: ConfigPath;
}

/**
 * Renames what a user wrote in snake_case to what the author's schema calls it, guided by the schema: the keys of
 * records stay. Unknown keys are problems even where the author's schema is loose, and `<secret>_file` is read.
 */
export function authorValues(value: unknown, here: Here, options: UserValuesOptions): unknown {
  const { schema, at, from } = here;
  options.origins.set(JSON.stringify(at), from);
  if (Array.isArray(value)) {
    const alternatives = branches(schema, options.root);
    return value.map((item, index) =>
      authorValues(
        item,
        { schema: childSchema(alternatives, index), at: [...at, index], from: [...from, index] },
        options,
      ),
    );
  }
  if (typeof value === 'object' && value !== null)
    return authorMapping(value as Readonly<Record<string, unknown>>, here, options); // the lines above ask
  return scalar(value, here, options);
}

function scalar(value: unknown, { schema, from }: Here, { root, section, secrets }: UserValuesOptions): unknown {
  if (typeof value !== 'string') return value;
  if (isSecret(schema, root)) secrets.add(value);
  const filled = section.filled(from);
  return filled ? fromText(value, { schema, root, preferText: filled.style === 'quoted' }) : value;
}

function authorMapping(
  value: Readonly<Record<string, unknown>>,
  { schema, at, from }: Here,
  options: UserValuesOptions,
): Readonly<Record<string, unknown>> {
  const alternatives = branchesFor(value, schema, options.root);
  const names = authorNames(alternatives);
  const open = alternatives.every(
    ({ properties, additionalProperties }) => !properties && additionalProperties !== false,
  );
  const entries = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
    const secret = secretFileOf(key, alternatives, options.root);
    if (secret !== undefined)
      return [[secret, readSecret(item, { at: [...at, secret], from: [...from, key], value }, options)]];
    const name = names.get(key) ?? key;
    const child = names.has(key) || !isName(key, names) ? childSchema(alternatives, name) : undefined;
    if (child || names.has(key) || open)
      return [[name, authorValues(item, { schema: child, at: [...at, name], from: [...from, key] }, options)]];
    const { problem, nearest } = unknownKey(key, names.keys());
    options.problems.push(options.section.problem([...from, key], problem, 'key'));
    if (nearest !== undefined && !Object.hasOwn(value, nearest))
      options.explained.add(JSON.stringify([...at, names.get(nearest)]));
    return [];
  });
  return Object.fromEntries(entries);
}

/** Whether a key is an author's name: `baseUrl` is not what users write, also where further keys are allowed. */
function isName(key: string, names: ReadonlyMap<string, string>): boolean {
  return names.get(snakeCase(key)) === key;
}

function readSecret(
  file: unknown,
  { at, from, value }: { at: ConfigPath; from: ConfigPath; value: Readonly<Record<string, unknown>> },
  { cwd, problems, section, secrets, explained, origins, onSecretFile }: UserValuesOptions,
): string | undefined {
  origins.set(JSON.stringify(at), from);
  const refuse = (problem: ConfigurationProblem): undefined => {
    explained.add(JSON.stringify(at));
    problems.push(section.problem(from, problem));
  };
  const other = String(from.at(-1)).slice(0, -'_file'.length);
  if (Object.hasOwn(value, other)) return refuse({ message: `"${other}" is given too`, hint: 'keep one of them' });
  if (typeof file !== 'string') return refuse({ message: 'has a wrong value', expected: 'the path of a file' });
  try {
    const path = resolve(cwd, file);
    const secret = readSecretFile(path);
    secrets.add(secret);
    onSecretFile?.(at, path, from);
    return secret;
  } catch (error) {
    return refuse({ message: `the file cannot be read: ${ServoError.from(error).message}` });
  }
}
