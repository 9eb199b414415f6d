import type { ConfigPath } from './config-source.js';
import { authorNames, branches, childSchema, isSecret, type JsonSchema } from './json-schema.js';
import { secretFileOf } from './secret-file-of.js';

/**
 * The paths of a user's values that must not be shown: what is a secret by the schema, and what stands behind a key that the
 * schema does not know, as it may be the misspelt one of a secret; the whole of it where no schema says anything.
 */
export function secretPaths(value: unknown, root: JsonSchema): readonly ConfigPath[] {
  if (Object.keys(root).length === 0) return [[]];
  const found: ConfigPath[] = [];
  const walk = (here: unknown, schema: JsonSchema | undefined, path: ConfigPath): void => {
    if (isSecret(schema, root)) found.push(path);
    if (typeof here !== 'object' || here === null) return;
    const alternatives = branches(schema, root);
    const names = authorNames(alternatives);
    for (const [key, item] of Object.entries(here)) {
      const step = Array.isArray(here) ? Number(key) : key;
      const child = childSchema(alternatives, typeof step === 'number' ? step : (names.get(step) ?? step));
      if (secretFileOf(key, alternatives, root) !== undefined) continue; // where it is may be seen
      if (child === undefined && names.size > 0 && !names.has(key)) found.push([...path, step]);
      else walk(item, child, [...path, step]);
    }
  };
  walk(value, root, []);
  return found;
}
