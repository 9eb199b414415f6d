import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ConfigurationProblem } from '../../errors/configuration-error.js';
import { ServoError } from '../../errors/servo-error.js';
import type { ConfigPath, ConfigSource } from './config-source.js';
import { branches, isSecret, type JsonSchema } from './json-schema.js';
import { snakeCase } from './key-names.js';
import { nearestName } from './nearest-name.js';

/** What the walk over a user's values needs. */
export interface UserValuesOptions {
  readonly root: JsonSchema;
  readonly source: ConfigSource;
  /** Relative paths of secrets' files start here. */
  readonly cwd: string;
  readonly problems: ConfigurationProblem[];
  /** Filled with where each of the author's paths was written by the user. */
  readonly origins: Map<string, ConfigPath>;
}

/**
 * Renames what a user wrote in snake_case to what the author's schema calls it, guided by the schema: the keys of
 * records stay. Unknown keys are problems even where the author's schema is loose, and `<secret>_file` is read.
 */
export function authorValues(
  value: unknown,
  {
    schema,
    at,
    from,
    options,
  }: { schema: JsonSchema | undefined; at: ConfigPath; from: ConfigPath; options: UserValuesOptions },
): unknown {
  options.origins.set(JSON.stringify(at), from);
  const alternatives = branches(schema, options.root);
  if (Array.isArray(value)) {
    const items = alternatives.find((each) => each.items)?.items;
    return value.map((item, index) =>
      authorValues(item, { schema: items, at: [...at, index], from: [...from, index], options }),
    );
  }
  if (value === null || typeof value !== 'object') return value;
  const shape = objectShape(alternatives);
  const entries = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
    const here = [...from, key];
    const property = shape.names.get(key);
    const child = property === undefined ? shape.record : shape.properties.get(property);
    const name = property ?? key;
    if (property !== undefined || child || !shape.closed)
      return [[name, authorValues(item, { schema: child, at: [...at, name], from: here, options })]];
    const secret = secretFileOf(key, shape, options.root);
    if (secret === undefined) options.problems.push(unknownKey(key, here, shape.names.keys(), options.source));
    else return [[secret, readSecret(item, here, options)]];
    return [];
  });
  return Object.fromEntries(entries);
}

interface ObjectShape {
  /** The author's name by the user's. */
  readonly names: ReadonlyMap<string, string>;
  readonly properties: ReadonlyMap<string, JsonSchema>;
  /** The schema of the values of a record. */
  readonly record: JsonSchema | undefined;
  readonly closed: boolean;
}

function objectShape(alternatives: readonly JsonSchema[]): ObjectShape {
  const properties = new Map(alternatives.flatMap((each) => Object.entries(each.properties ?? {})));
  const record = alternatives.map((each) => each.additionalProperties).find((each) => typeof each === 'object');
  return {
    names: new Map([...properties.keys()].map((name) => [snakeCase(name), name])),
    properties,
    record,
    closed: properties.size > 0 || record !== undefined,
  };
}

function secretFileOf(key: string, { names, properties }: ObjectShape, root: JsonSchema): string | undefined {
  const name = key.endsWith('_file') ? names.get(key.slice(0, -'_file'.length)) : undefined;
  return name !== undefined && isSecret(properties.get(name), root) ? name : undefined;
}

function readSecret(file: unknown, path: ConfigPath, { cwd, problems, source }: UserValuesOptions): string | undefined {
  try {
    return readFileSync(resolve(cwd, String(file)), 'utf8').trim();
  } catch (error) {
    problems.push(source.problem(path, { message: `the file cannot be read: ${ServoError.from(error).message}` }));
    return undefined;
  }
}

/** The problem of a key that means nothing. */
export function unknownKey(
  key: string,
  path: ConfigPath,
  known: Iterable<string>,
  source: ConfigSource,
): ConfigurationProblem {
  const names = [...known];
  const nearest = nearestName(key, names);
  const hint = nearest ? `did you mean "${nearest}"?` : `known are ${names.join(', ') || 'none'}`;
  return source.problem(path, { message: `unknown key "${key}"`, hint }, 'key');
}
