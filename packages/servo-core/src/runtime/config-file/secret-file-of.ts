import { authorNames, childSchema, isSecret, type JsonSchema } from './json-schema.js';

/**
 * Returns the secret whose file a key names: one of the author's, or one of a record of them, such as headers; `undefined` for
 * a key that names no such file.
 *
 * @param alternatives what the mapping may be that has the key.
 */
export function secretFileOf(key: string, alternatives: readonly JsonSchema[], root: JsonSchema): string | undefined {
  const names = authorNames(alternatives);
  if (!key.endsWith('_file') || names.has(key)) return undefined;
  const written = key.slice(0, -'_file'.length);
  const name = names.get(written) ?? written;
  return name !== '' && isSecret(childSchema(alternatives, name), root) ? name : undefined;
}
