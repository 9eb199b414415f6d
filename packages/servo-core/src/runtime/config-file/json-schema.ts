import type { ConfigSchema } from '../../config/config-schema.js';

/** As much of JSON Schema as names, secrets and messages need. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly writeOnly?: boolean;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
}

interface WithJsonSchema {
  readonly jsonSchema?: { readonly input?: (options: { readonly target: string }) => JsonSchema };
}

/** The JSON Schema of what a user writes; `undefined` when the schema's library gives none. */
export function inputJsonSchema(schema: ConfigSchema): JsonSchema | undefined {
  try {
    return (schema['~standard'] as WithJsonSchema).jsonSchema?.input?.({ target: 'draft-2020-12' }); // an extension of the standard
  } catch {
    return undefined; // it holds something that JSON Schema cannot say
  }
}

/** The alternatives of a schema, references followed. */
export function branches(schema: JsonSchema | undefined, root: JsonSchema): readonly JsonSchema[] {
  if (!schema) return [];
  if (schema.$ref !== undefined) return branches(follow(schema.$ref, root), root);
  const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  return [schema, ...parts.flatMap((part) => branches(part, root))];
}

function follow(reference: string, root: JsonSchema): JsonSchema | undefined {
  return reference === '#' ? root : root.$defs?.[reference.replace('#/$defs/', '')];
}

/** Whether a value must not be shown. */
export function isSecret(schema: JsonSchema | undefined, root: JsonSchema): boolean {
  return branches(schema, root).some(({ format, writeOnly }) => format === 'password' || writeOnly === true);
}

/** Says in words what a schema takes: `a duration such as 300ms`, `one of a, b`, `a list`. */
export function expectation(schema: JsonSchema | undefined, root: JsonSchema): string | undefined {
  const all = branches(schema, root);
  const constants = all.flatMap((each) => each.enum ?? (each.const === undefined ? [] : [each.const]));
  if (constants.length > 0) return `one of ${[...new Set(constants)].join(', ')}`;
  const { format, examples } = all.find((each) => each.format !== undefined || each.examples !== undefined) ?? {};
  if (examples?.length) return `${format ? `a ${format} ` : 'a value '}such as ${examples.slice(0, 3).join(', ')}`;
  const types = new Set(all.flatMap(({ type }) => type ?? []));
  if (types.size === 0) return undefined;
  return [...types].map((type) => words[type] ?? type).join(' or ');
}

const words: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'a mapping',
  array: 'a list',
};
