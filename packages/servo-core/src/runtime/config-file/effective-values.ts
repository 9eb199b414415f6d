import { Secret } from '../../config/secret.js';
import type { CheckedSection } from './checked-section.js';
import type { ConfigPath } from './config-path.js';
import { asWritten } from './as-written.js';
import { fromText } from './from-text.js';
import { authorNames, branches, branchesFor, childSchema, isSecret, type JsonSchema } from './json-schema.js';
import type { ValueOrigin } from './value-origin.js';

/** A single value of the configuration in force, by the user's names. */
export interface EffectiveValue {
  /** From the top of the document. */
  readonly path: ConfigPath;
  /** A text, number or truth value; an empty list or mapping too. */
  readonly value: unknown;
  readonly origin: ValueOrigin;
  /** Whether the value must not be shown. */
  readonly secret: boolean;
}

interface Here {
  readonly schema: JsonSchema | undefined;
  readonly path: ConfigPath;
  /** What the schema made of the value. */
  readonly output: unknown;
}

/**
 * Lists the values of a section with where each came from, in the order of the file. A secret that was read from a file
 * stands behind the key that names the file.
 *
 * @param options.defaults - Whether to list, behind what was written, what nobody wrote.
 */
export function effectiveValues(
  { path: start, laidOver, root, output, secretFiles }: CheckedSection,
  { defaults = false }: { readonly defaults?: boolean } = {},
): readonly EffectiveValue[] {
  const unknown = Object.keys(root).length === 0; // any value may be a secret
  /** As the schema wants it where environment variables were filled in. */
  const read = (path: ConfigPath, value: unknown, schema: JsonSchema | undefined): unknown => {
    const filled = typeof value === 'string' ? laidOver.filled(path) : undefined;
    return filled ? fromText(String(value), { schema, root, preferText: filled.style === 'quoted' }) : value;
  };
  const leaf = (path: ConfigPath, value: unknown, schema: JsonSchema | undefined): readonly EffectiveValue[] => {
    const given = { path: [...start, ...path], value: read(path, value, schema), origin: laidOver.origin(path) };
    if (given.origin.kind === 'default' && !defaults) return []; // it follows from what is written
    const file = secretFiles.get(JSON.stringify(path));
    if (!file) return [{ ...given, secret: unknown || isSecret(schema, root) }];
    const key = String(path.at(-1)).slice(0, -'_file'.length);
    const secret = file.path.reduce<unknown>((at, step) => mapping(at)?.[step], output);
    const origin = { kind: 'secret-file', file: file.file } as const;
    return [
      { ...given, secret: false },
      { path: [...start, ...path.slice(0, -1), key], value: revealed(secret), origin, secret: true },
    ];
  };
  const walk = (value: unknown, here: Here): readonly EffectiveValue[] => {
    const { schema, path } = here;
    if (Array.isArray(value) && value.length > 0) {
      const alternatives = branches(schema, root);
      return value.flatMap((item, index) =>
        walk(item, { schema: childSchema(alternatives, index), path: [...path, index], output: undefined }),
      );
    }
    const written = Array.isArray(value) ? undefined : mapping(value);
    if (!written) return leaf(path, value, schema);
    const values = [...within(written, here), ...(defaults ? absent(written, here) : [])];
    return values.length > 0 ? values : path.length > 0 ? leaf(path, value, schema) : [];
  };
  const within = (written: Mapping, { schema, path, output: made }: Here): readonly EffectiveValue[] => {
    const alternatives = branchesFor(written, schema, root);
    const names = authorNames(alternatives);
    return Object.entries(written).flatMap(([key, item]) => {
      const name = names.get(key) ?? key;
      return walk(item, {
        schema: childSchema(alternatives, name),
        path: [...path, key],
        output: mapping(made)?.[name],
      });
    });
  };
  const absent = (written: Mapping, { schema, path, output: made }: Here): readonly EffectiveValue[] =>
    [...authorNames(branchesFor(written, schema, root))].flatMap(([key, name]) => {
      if (Object.hasOwn(written, key) || Object.hasOwn(written, `${key}_file`)) return [];
      const child = childSchema(branchesFor(written, schema, root), name);
      const stated = defaultOf(child, root);
      const value = mapping(stated) ? undefined : stated; // of mappings the schema may have made more
      const inForce = value ?? asWritten(mapping(made)?.[name] ?? stated, child, root);
      return flat(inForce, [...start, ...path, key]);
    });
  return walk(laidOver.value, { schema: root, path: [], output });
}

type Mapping = Readonly<Record<string, unknown>>;

function mapping(value: unknown): Mapping | undefined {
  return typeof value === 'object' && value !== null ? (value as Mapping) : undefined; // the line asks
}

function defaultOf(schema: JsonSchema | undefined, root: JsonSchema): unknown {
  return schema?.default ?? branches(schema, root).find((each) => each.default !== undefined)?.default;
}

function flat(value: unknown, path: ConfigPath): readonly EffectiveValue[] {
  if (value === undefined || value === null) return [];
  const entries = Object.entries(mapping(value) ?? {});
  if (entries.length === 0) return [{ path, value, origin: { kind: 'default' }, secret: false }];
  return entries.flatMap(([key, item]) => flat(item, [...path, Array.isArray(value) ? Number(key) : key]));
}

function revealed(value: unknown): unknown {
  return value instanceof Secret ? value.reveal() : undefined;
}
