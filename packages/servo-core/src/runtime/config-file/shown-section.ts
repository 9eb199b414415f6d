import type { ConfigSchema } from '../../config/config-schema.js';
import { branches, childSchema, inputJsonSchema, isSecret, type JsonSchema } from './json-schema.js';
import { snakeCase } from './key-names.js';

/**
 * What a schema made of a section, as plain JSON by the names that users know: the keys of records stay. What is not set
 * is left out, and secrets are masked.
 */
export function shownSection(value: unknown, schema: ConfigSchema): unknown {
  const root = inputJsonSchema(schema) ?? {};
  return shown(plain(value), root, root);
}

/** Secrets and durations say how they are shown. */
function plain(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each)));
  } catch {
    return '(cannot be shown)'; // a schema may make anything of a section, even what contains itself
  }
}

function shown(value: unknown, schema: JsonSchema | undefined, root: JsonSchema): unknown {
  if (value !== null && value !== undefined && isSecret(schema, root)) return '[secret]';
  const alternatives = branches(schema, root);
  if (Array.isArray(value)) return value.map((item, index) => shown(item, childSchema(alternatives, index), root));
  if (typeof value !== 'object' || value === null) return value;
  const names = new Set(alternatives.flatMap(({ properties = {} }) => Object.keys(properties)));
  const entries = Object.entries(value)
    .filter(([, item]) => item !== null)
    .map(([key, item]) => [names.has(key) ? snakeCase(key) : key, shown(item, childSchema(alternatives, key), root)]);
  return Object.fromEntries(entries);
}
