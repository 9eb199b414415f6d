import type { ConfigSchema } from '../../config/config-schema.js';
import { snakeCase } from './key-names.js';
import { isZod3, zod3InputSchema } from './zod-3-schema.js';

/** As much of JSON Schema as names, secrets and messages need. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema | boolean;
  readonly prefixItems?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly format?: string;
  readonly writeOnly?: boolean;
  readonly examples?: readonly unknown[];
  /** As the author writes it: of a schema that makes something else of its input, zod leaves `examples` out. */
  readonly example?: unknown;
  readonly default?: unknown;
}

interface WithJsonSchema {
  readonly jsonSchema?: { readonly input?: (options: object) => JsonSchema };
}

/** What was worked out before: it takes long, and a schema never changes. */
const known = new WeakMap<ConfigSchema, { readonly root: JsonSchema | undefined }>();

/** The JSON Schema of what a user writes; `undefined` when the schema's library gives none. */
export function inputJsonSchema(schema: ConfigSchema): JsonSchema | undefined {
  const found = known.get(schema) ?? { root: workedOut(schema) };
  known.set(schema, found);
  return found.root;
}

function workedOut(schema: ConfigSchema): JsonSchema | undefined {
  const { vendor, jsonSchema } = schema['~standard'] as ConfigSchema['~standard'] & WithJsonSchema; // an extension of the standard
  const libraryOptions = vendor === 'zod' ? { libraryOptions: { unrepresentable: 'any' } } : {};
  try {
    // the forms of JSON Schema differ in nothing that is read here
    if (isZod3(schema)) return zod3InputSchema(schema) as JsonSchema;
    return jsonSchema?.input?.({ target: 'draft-2020-12', ...libraryOptions });
  } catch {
    return undefined; // it holds something that JSON Schema cannot say
  }
}

/** The alternatives of a schema, references followed. */
export function branches(schema: JsonSchema | undefined, root: JsonSchema): readonly JsonSchema[] {
  return [...collect(schema, root, new Set())];
}

/**
 * The alternatives that a user's mapping can mean: of those that a fixed value tells apart (`kind: none`), the ones
 * whose fixed values it has.
 */
export function branchesFor(
  value: Readonly<Record<string, unknown>>,
  schema: JsonSchema | undefined,
  root: JsonSchema,
): readonly JsonSchema[] {
  const all = branches(schema, root);
  const fitting = all.filter(({ properties = {} }) =>
    Object.entries(properties).every(([name, property]) => {
      const written = value[snakeCase(name)];
      return property.const === undefined || written === undefined || written === property.const;
    }),
  );
  return fitting.some(({ properties }) => properties) ? fitting : all;
}

/** The schema of a key or an item, by the author's name; with several alternatives, all that it may have. */
export function childSchema(alternatives: readonly JsonSchema[], step: string | number): JsonSchema | undefined {
  const found = alternatives
    .map((each) => (typeof step === 'number' ? itemSchema(each, step) : keySchema(each, step)))
    .filter((each) => typeof each === 'object');
  return found.length > 1 ? { anyOf: found } : found[0];
}

/** The author's names of keys, by the user's. */
export function authorNames(alternatives: readonly JsonSchema[]): ReadonlyMap<string, string> {
  const names = alternatives.flatMap(({ properties = {} }) => Object.keys(properties));
  return new Map(names.map((name) => [snakeCase(name), name]));
}

/** The schema at a path of the user's names, through alternatives and the keys of records. */
export function schemaAt(path: readonly string[], root: JsonSchema): JsonSchema | undefined {
  return path.reduce<JsonSchema | undefined>((here, step) => {
    const alternatives = branches(here, root);
    return childSchema(alternatives, authorNames(alternatives).get(step) ?? step);
  }, root);
}

/** Whether a value must not be shown. */
export function isSecret(schema: JsonSchema | undefined, root: JsonSchema): boolean {
  return branches(schema, root).some(({ format, writeOnly }) => format === 'password' || writeOnly === true);
}

function keySchema({ properties, additionalProperties }: JsonSchema, key: string): JsonSchema | boolean | undefined {
  if (properties && Object.hasOwn(properties, key)) return properties[key];
  return additionalProperties === true ? {} : additionalProperties;
}

function itemSchema({ prefixItems, items }: JsonSchema, index: number): JsonSchema | boolean | undefined {
  return prefixItems?.[index] ?? items;
}

function collect(schema: JsonSchema | undefined, root: JsonSchema, into: Set<JsonSchema>): ReadonlySet<JsonSchema> {
  if (!schema || into.has(schema)) return into;
  if (schema.$ref !== undefined) return collect(follow(schema.$ref, root), root, into);
  into.add(schema);
  for (const part of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])])
    collect(part, root, into);
  return into;
}

function follow(reference: string, root: JsonSchema): JsonSchema | undefined {
  return reference === '#' ? root : root.$defs?.[reference.replace('#/$defs/', '')];
}
