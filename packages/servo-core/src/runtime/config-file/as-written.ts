import { branches, childSchema, type JsonSchema } from './json-schema.js';
import { snakeCase } from './key-names.js';

/** Writes what a schema made as a user would: durations as text, keys by the user's names, those of records as they are. */
export function asWritten(value: unknown, schema: JsonSchema | undefined, root: JsonSchema): unknown {
  const data = hasToJson(value) ? value.toJSON() : value;
  const alternatives = branches(schema, root);
  if (Array.isArray(data)) return data.map((item, index) => asWritten(item, childSchema(alternatives, index), root));
  if (typeof data === 'function' || typeof data === 'symbol' || typeof data === 'bigint') return undefined;
  if (!mapping(data)) return data;
  if (![Object.prototype, null].includes(Object.getPrototypeOf(data) as object | null)) return undefined; // it has no text
  const own = new Set(alternatives.flatMap(({ properties = {} }) => Object.keys(properties)));
  const record = alternatives.some(({ additionalProperties }) => typeof additionalProperties === 'object');
  const entries = Object.entries(mapping(data) ?? {}).map(([name, item]): [string, unknown] => [
    own.has(name) || !record ? snakeCase(name) : name,
    asWritten(item, childSchema(alternatives, name), root),
  ]);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

function hasToJson(value: unknown): value is { toJSON(): unknown } {
  return typeof mapping(value)?.['toJSON'] === 'function';
}

type Mapping = Readonly<Record<string, unknown>>;

function mapping(value: unknown): Mapping | undefined {
  return typeof value === 'object' && value !== null ? (value as Mapping) : undefined; // the line asks
}
