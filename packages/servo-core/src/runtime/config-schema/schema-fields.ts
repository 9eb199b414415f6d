import type { ConfigSchema } from '../../config/config-schema.js';
import { variablesByPath } from '../config-file/environment-values.js';
import { asWritten } from '../config-file/as-written.js';
import { expectation } from '../config-file/expectation.js';
import { branches, inputJsonSchema, isSecret, type JsonSchema } from '../config-file/json-schema.js';
import { snakeCase } from '../config-file/key-names.js';

/** A key of a section, as a person reads about it. */
export interface SchemaField {
  /** As users write it. */
  readonly key: string;
  /** From the section: `stop.grace`. */
  readonly path: string;
  readonly description?: string | undefined;
  /** What it takes, in words: `a duration such as 300ms`. */
  readonly takes?: string | undefined;
  readonly required: boolean;
  /** As users would write it; absent when there is none. */
  readonly default?: unknown;
  /** In the example that the schema has of its section, as users would write it; absent in others, and for a secret. */
  readonly example?: unknown;
  readonly variable?: string | undefined;
  readonly secret: boolean;
  /** The keys of a mapping; empty when it is none, when its keys are free, and when it takes other forms as well. */
  readonly fields: readonly SchemaField[];
  /** The keys of each mapping of a list; empty when it is none, and as for {@link SchemaField.fields}. */
  readonly items: readonly SchemaField[];
}

interface Here {
  readonly root: JsonSchema;
  readonly variables: ReadonlyMap<string, string>;
  readonly above: readonly string[];
  /** Of the mapping that the keys are in. */
  readonly example: unknown;
}

const deepest = 8; // a schema may contain itself

/** Lists the keys of a section in the order of its schema; none where its library gives no JSON Schema. */
export function schemaFields(schema: ConfigSchema, key: string | undefined): readonly SchemaField[] {
  const root = inputJsonSchema(schema) ?? {};
  const example = asWritten(root.example ?? root.examples?.[0], root, root);
  return fieldsBelow(root, { root, variables: variablesByPath(root, key), above: [], example });
}

function fieldsBelow(schema: JsonSchema, here: Here): readonly SchemaField[] {
  const forms = branches(schema, here.root).filter(({ type }) => type !== undefined && type !== 'null');
  const [only, another] = forms;
  if (!only?.properties || another || here.above.length >= deepest) return [];
  const required = new Set(only.required);
  return Object.entries(only.properties).map(([name, child]) => field(name, child, required.has(name), here));
}

function field(name: string, schema: JsonSchema, required: boolean, here: Here): SchemaField {
  const key = snakeCase(name);
  const path = [...here.above, key];
  const all = branches(schema, here.root);
  const secret = isSecret(schema, here.root);
  const example = secret ? undefined : memberOf(here.example, key);
  return {
    key,
    path: path.join('.'),
    description: all.find((each) => each.description !== undefined)?.description,
    takes: expectation(schema, here.root),
    required,
    default: asWritten(all.find((each) => each.default !== undefined)?.default, schema, here.root),
    variable: here.variables.get(path.join('.')),
    example,
    secret,
    fields: fieldsBelow(schema, { ...here, above: path, example }),
    items: fieldsOfItems(all, { ...here, above: [...path, '0'], example: undefined }),
  };
}

function fieldsOfItems(alternatives: readonly JsonSchema[], here: Here): readonly SchemaField[] {
  const lists = alternatives.filter(({ type }) => type !== undefined && type !== 'null');
  const [only, another] = lists;
  return typeof only?.items === 'object' && !another ? fieldsBelow(only.items, here) : [];
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}
