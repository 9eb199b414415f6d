import { Secret } from '../../config/secret.js';
import type { CheckedSection, SecretFile } from './checked-section.js';
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
  section: CheckedSection,
  { defaults = false }: { readonly defaults?: boolean } = {},
): readonly EffectiveValue[] {
  return new Walk(section, defaults).values();
}

/** The way through a section, down to its single values. */
class Walk {
  readonly #section: CheckedSection;
  readonly #defaults: boolean;
  /** Of a section without a schema any value may be a secret. */
  readonly #isUnknown: boolean;

  constructor(section: CheckedSection, defaults: boolean) {
    this.#section = section;
    this.#defaults = defaults;
    this.#isUnknown = Object.keys(section.root).length === 0;
  }

  values(): readonly EffectiveValue[] {
    const { laidOver, root, output } = this.#section;
    return this.#below(laidOver.value, { schema: root, path: [], output });
  }

  #below(value: unknown, here: Here): readonly EffectiveValue[] {
    if (Array.isArray(value) && value.length > 0) return this.#items(value, here);
    const written = Array.isArray(value) ? undefined : mapping(value);
    if (!written) return this.#leaf(value, here);
    const values = [...this.#keys(written, here), ...(this.#defaults ? this.#absent(written, here) : [])];
    return values.length > 0 || here.path.length === 0 ? values : this.#leaf(value, here);
  }

  #items(list: readonly unknown[], { schema, path }: Here): readonly EffectiveValue[] {
    const alternatives = branches(schema, this.#section.root);
    return list.flatMap((item, index) =>
      this.#below(item, { schema: childSchema(alternatives, index), path: [...path, index], output: undefined }),
    );
  }

  #keys(written: Mapping, { schema, path, output }: Here): readonly EffectiveValue[] {
    const alternatives = branchesFor(written, schema, this.#section.root);
    const names = authorNames(alternatives);
    return Object.entries(written).flatMap(([key, item]) => {
      const name = names.get(key) ?? key;
      const made = mapping(output)?.[name];
      return this.#below(item, { schema: childSchema(alternatives, name), path: [...path, key], output: made });
    });
  }

  /** What a mapping has that nobody wrote. */
  #absent(written: Mapping, { schema, path, output }: Here): readonly EffectiveValue[] {
    const { path: start, root } = this.#section;
    const alternatives = branchesFor(written, schema, root);
    return [...authorNames(alternatives)].flatMap(([key, name]) => {
      if (Object.hasOwn(written, key) || Object.hasOwn(written, `${key}_file`)) return [];
      const child = childSchema(alternatives, name);
      const stated = defaultOf(child, root);
      const value = mapping(stated) ? undefined : stated; // of mappings the schema may have made more
      const inForce = value ?? asWritten(mapping(output)?.[name] ?? stated, child, root);
      return flat(inForce, [...start, ...path, key]);
    });
  }

  #leaf(value: unknown, { schema, path }: Here): readonly EffectiveValue[] {
    const { path: start, root, laidOver, secretFiles } = this.#section;
    const origin = laidOver.origin(path);
    if (origin.kind === 'default' && !this.#defaults) return []; // it follows from what is written
    const given = { path: [...start, ...path], value: this.#read(value, { schema, path }), origin };
    const file = secretFiles.get(JSON.stringify(path));
    if (!file) return [{ ...given, secret: this.#isUnknown || isSecret(schema, root) }];
    return [{ ...given, secret: false }, this.#secretOf(file, path)];
  }

  /** As the schema wants it where environment variables were filled in. */
  #read(value: unknown, { schema, path }: Pick<Here, 'schema' | 'path'>): unknown {
    const { root, laidOver } = this.#section;
    const filled = typeof value === 'string' ? laidOver.filled(path) : undefined;
    return filled ? fromText(String(value), { schema, root, preferText: filled.style === 'quoted' }) : value;
  }

  #secretOf({ path: made, file }: SecretFile, path: ConfigPath): EffectiveValue {
    const { path: start, output } = this.#section;
    const key = String(path.at(-1)).slice(0, -'_file'.length);
    const secret = made.reduce<unknown>((at, step) => mapping(at)?.[step], output);
    const origin = { kind: 'secret-file', file } as const;
    return { path: [...start, ...path.slice(0, -1), key], value: revealed(secret), origin, secret: true };
  }
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
