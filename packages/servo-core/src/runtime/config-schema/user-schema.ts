import { asWritten } from '../config-file/as-written.js';
import { isSecret, type JsonSchema } from '../config-file/json-schema.js';
import { snakeCase } from '../config-file/key-names.js';

/** JSON Schema as it is given away. */
export type SchemaText = Readonly<Record<string, unknown>>;

/** How {@link userSchema} goes about it. */
export interface UserSchemaOptions {
  /** Where the schema will stand, as a pointer: `#/$defs/prometheus`. @default '#', which is on its own */
  readonly at?: string | undefined;
  /** The variable of a field, by the path of its keys, with dots. */
  readonly variables?: ReadonlyMap<string, string> | undefined;
}

interface Here {
  readonly at: string;
  readonly variables: ReadonlyMap<string, string>;
  readonly root: JsonSchema;
  /** The keys that lead here; `undefined` within lists and records, which no variable reaches. */
  readonly path: readonly string[] | undefined;
  /** Whether this is one form of a value of which all has been said that holds for each. */
  readonly isForm?: boolean;
  /** Whether this is one of several that hold together, of which each has some of the keys. */
  readonly isPart?: boolean;
}

/** What stands for a number or a word in servo.yaml until a variable fills it in. */
export const variableReference: SchemaText = { type: 'string', pattern: '\\$\\{[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?\\}' };

const referenceToVariable = { $ref: '#/$defs/variable' };
const rewritten = new Set(
  '$schema $defs $ref format example items prefixItems anyOf oneOf allOf properties required additionalProperties'.split(
    ' ',
  ),
);
/** What says something about a value without restricting it. */
const notes = new Set(['description', 'default', 'examples', 'title', 'deprecated', 'writeOnly', 'readOnly']);

/**
 * Rewrites the JSON Schema of what an author's code takes into one of what a user may write: keys in snake case and no
 * others, a file in the place of each secret, and a variable in the place of each number and word.
 */
export function userSchema(root: JsonSchema, { at = '#', variables = new Map() }: UserSchemaOptions = {}): SchemaText {
  return described(root, { root, at, variables, path: [] });
}

function convert(schema: JsonSchema | boolean, here: Here): SchemaText | boolean {
  return typeof schema === 'boolean' ? schema : described(schema, here);
}

function described(schema: JsonSchema, here: Here): SchemaText {
  const { $defs, $ref, format } = schema;
  const given = {
    ...Object.fromEntries(Object.entries(schema).filter(([key]) => !rewritten.has(key))),
    ...written(schema, here),
    ...(format !== undefined && format !== 'duration' && { format }), // ours are not those of ISO 8601
    ...($ref !== undefined && { $ref: $ref.replace(/^#/, here.at) }),
    ...($defs && { $defs: mapValues($defs, (each) => convert(each, { ...here, path: undefined })) }),
  };
  const parts = nested(schema, here);
  const { allOf = [], ...rules } = mapping(schema, here) as SchemaText & { readonly allOf?: readonly SchemaText[] };
  const together = [...((parts['allOf'] ?? []) as readonly SchemaText[]), ...allOf]; // as nested() has made it
  const structured = {
    ...given,
    ...parts,
    ...rules,
    ...(together.length > 0 && { allOf: together }),
    ...documented(schema, here),
  };
  return isWord(schema) ? orVariable(structured) : structured;
}

/** What a user may write is shown with the keys that a user writes. */
function written(schema: JsonSchema, { root }: Here): SchemaText {
  const { default: usual, example, examples } = schema;
  const all = example === undefined ? examples : [example, ...(examples ?? [])];
  return defined({
    default: asWritten(usual, schema, root),
    examples: all?.map((each) => asWritten(each, schema, root)),
  });
}

/** What is made of other schemas. */
function nested({ items, prefixItems, anyOf, oneOf, allOf }: JsonSchema, here: Here): SchemaText {
  const inside = { ...here, path: undefined };
  const all = (schemas: readonly JsonSchema[] | undefined): readonly unknown[] | undefined =>
    schemas?.map((each) => convert(each, { ...here, isForm: true }));
  return defined({
    items: items === undefined ? undefined : convert(items, inside),
    prefixItems: prefixItems?.length ? prefixItems.map((each) => convert(each, inside)) : undefined,
    anyOf: all(anyOf),
    oneOf: all(oneOf),
    allOf: allOf?.map((each) => convert(each, { ...here, isForm: true, isPart: true })),
    unevaluatedProperties: allOf?.some(({ properties }) => properties) && !here.isPart ? false : undefined,
  });
}

function mapping({ properties, additionalProperties, required = [] }: JsonSchema, here: Here): SchemaText {
  if (!properties)
    return additionalProperties === undefined
      ? {}
      : { additionalProperties: convert(additionalProperties, { ...here, path: undefined }) };
  const secrets = Object.entries(properties)
    .filter(([name, child]) => isSecret(child, here.root) && !Object.hasOwn(properties, `${name}File`))
    .map(([name]) => snakeCase(name));
  const needed = required.map(snakeCase);
  const eitherWay = secrets.map((name) =>
    needed.includes(name)
      ? { oneOf: [{ required: [name] }, { required: [`${name}_file`] }] }
      : { not: { required: [name, `${name}_file`] } },
  );
  const keys = Object.entries(properties).map(([name, child]) => [snakeCase(name), child] as const);
  return defined({
    properties: {
      ...Object.fromEntries(keys.map(([key, child]) => [key, convert(child, below(here, key))])),
      ...Object.fromEntries(secrets.map((name) => [`${name}_file`, secretFile(name, below(here, `${name}_file`))])),
    },
    required: needed.length === 0 ? undefined : needed.filter((name) => !secrets.includes(name)),
    additionalProperties:
      here.isPart && !additionalProperties
        ? undefined
        : convert(additionalProperties ?? false, { ...here, path: undefined }),
    propertyNames: additionalProperties ? ownNames(properties) : undefined,
    allOf: eitherWay.length === 0 ? undefined : eitherWay,
  });
}

/** Where any key may stand, the author's names may not: they are not what users write. */
function ownNames(properties: NonNullable<JsonSchema['properties']>): SchemaText | undefined {
  const names = Object.keys(properties).filter((name) => snakeCase(name) !== name);
  return names.length > 0 ? { not: { enum: names } } : undefined;
}

function secretFile(name: string, here: Here): SchemaText {
  return { type: 'string', ...documented({ description: `A file that holds ${name}` }, here) };
}

/** Says which variable sets the value, where an editor shows it. */
function documented({ description }: JsonSchema, { path, variables, isForm }: Here): SchemaText {
  const variable = isForm ? undefined : path && variables.get(path.join('.'));
  if (variable === undefined) return defined({ description });
  return { description: [description, `Variable: ${variable}.`].filter(Boolean).join('. ').replace(/\.\. /, '. ') };
}

function below(here: Here, key: string): Here {
  return { ...here, isForm: false, isPart: false, path: here.path && [...here.path, key] };
}

/** Whether a value is a single one for which not every text will do. */
function isWord({ type, enum: choices, const: only, pattern, format }: JsonSchema): boolean {
  const types = new Set([type ?? []].flat());
  if (['object', 'array'].some((each) => types.has(each)) || type === 'null') return false;
  const free = types.has('string') && pattern === undefined && (format === undefined || format === 'duration');
  return choices !== undefined || only !== undefined || (types.size > 0 && !free);
}

function orVariable(schema: SchemaText): SchemaText {
  const said = Object.entries(schema).filter(([key]) => notes.has(key));
  const rules = Object.entries(schema).filter(([key]) => !notes.has(key));
  return { ...Object.fromEntries(said), anyOf: [Object.fromEntries(rules), referenceToVariable] };
}

function mapValues<T, U>(object: Readonly<Record<string, T>>, change: (value: T) => U): Readonly<Record<string, U>> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

function defined(object: SchemaText): SchemaText {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
