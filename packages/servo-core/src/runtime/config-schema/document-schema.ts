import type { ConfigSchema } from '../../config/config-schema.js';
import { variablesByPath } from '../config-file/environment-values.js';
import { inputJsonSchema, type JsonSchema } from '../config-file/json-schema.js';
import { optimizerAliases, optimizerSchemas } from '../config-file/optimizer-section.js';
import { checkSettings, servoIdentity, servoSettings } from '../config-file/top-level-schemas.js';
import { type SchemaText, userSchema, variableReference } from './user-schema.js';

/** The section of a connector. */
export interface ConnectorSection {
  /** As it stands in servo.yaml. */
  readonly key: string;
  readonly description?: string | undefined;
  /** Absent when the connector takes no configuration. */
  readonly schema?: ConfigSchema | undefined;
}

const draft = 'https://json-schema.org/draft/2020-12/schema';
const nothing: JsonSchema = { type: 'object', additionalProperties: false };

/** The JSON Schema of one connector's section. */
export function connectorSchema(section: ConnectorSection): SchemaText {
  const { $defs, ...rest } = sectionSchema(section, '#');
  return { $schema: draft, ...rest, $defs: { ...($defs as object | undefined), variable: variableReference } };
}

/**
 * The JSON Schema of a document of servo.yaml.
 *
 * @param sections - Those that connectors have; several of one key where documents mean several connectors by it.
 * @param connectors - The names that may stand in `connectors`.
 */
export function documentSchema(sections: readonly ConnectorSection[], connectors: readonly string[]): SchemaText {
  const { properties = {} } = userSchema(inputJsonSchema(servoIdentity) ?? {}, variablesOf(servoIdentity)) as {
    readonly properties?: SchemaText; // it is a mapping
  };
  const own = { settings: servoSettings, checks: checkSettings };
  const parts: Record<string, SchemaText> = {
    optimizer: optimizerSchema(),
    ...Object.fromEntries(
      Object.entries(own).map(([key, schema]) => [key, sectionSchema({ key, schema }, pointer(key))]),
    ),
    ...Object.fromEntries([...new Set(sections.map(({ key }) => key))].map((key) => [key, ofKey(key, sections)])),
  };
  const references = Object.entries(parts).map(([key, part]) => [key, reference(key, part)]);
  return {
    $schema: draft,
    title: 'servo.yaml',
    type: 'object',
    properties: { ...properties, connectors: connectorsSchema(connectors), ...Object.fromEntries(references) },
    additionalProperties: false,
    $defs: { ...parts, variable: variableReference },
  };
}

/** Several connectors may have one name, in documents of their own. */
function ofKey(key: string, sections: readonly ConnectorSection[]): SchemaText {
  const own = sections.filter((section) => section.key === key);
  const [only, another] = own;
  if (only && !another) return sectionSchema(only, pointer(key));
  return { anyOf: own.map((section, index) => sectionSchema(section, `${pointer(key)}/anyOf/${index}`)) };
}

function sectionSchema({ key, description, schema }: ConnectorSection, at: string): SchemaText {
  const root = schema ? inputJsonSchema(schema) : nothing;
  if (!root) return { ...(description && { description }), type: 'object' }; // its library gives no JSON Schema
  const made = userSchema(root, { at, variables: variablesByPath(root, key) });
  return { ...(description && { description }), ...made };
}

/** A section whose keys may all be left out may be empty. */
function reference(key: string, part: SchemaText): SchemaText {
  const $ref = pointer(key);
  const { required = [], allOf = [] } = part as {
    readonly required?: readonly string[];
    readonly allOf?: readonly object[];
  };
  const needsSomething = required.length > 0 || allOf.some((rule) => 'oneOf' in rule);
  return needsSomething ? { $ref } : { anyOf: [{ $ref }, { type: 'null' }] };
}

/** The kind of an optimizer is told by its keys. */
function optimizerSchema(): SchemaText {
  const kinds = Object.entries(optimizerSchemas).map(([kind, schema], index) => {
    const root = inputJsonSchema(schema) ?? {};
    const aliases = Object.entries(optimizerAliases[kind as keyof typeof optimizerAliases]); // they have the same keys
    const variables = new Map([
      ...variablesByPath(root, 'optimizer'),
      ...aliases.map(([variable, path]) => [path, variable] as const),
    ]);
    const made = userSchema(root, { at: `${pointer('optimizer')}/anyOf/${index}`, variables });
    return kind === 'embedded'
      ? { ...made, anyOf: ['kind', 'minimize', 'maximize'].map((key) => ({ required: [key] })) }
      : made;
  });
  return { description: 'Who says what to do', anyOf: [...kinds, { type: 'object', maxProperties: 0 }] };
}

function connectorsSchema(names: readonly string[]): SchemaText {
  const name = { enum: names };
  return {
    description: 'The connectors: a list, or a mapping of names to connectors; without it those that have a section',
    anyOf: [{ type: 'array', items: name }, { type: 'object', additionalProperties: name }, { type: 'null' }],
  };
}

function variablesOf(schema: ConfigSchema): { readonly variables: ReadonlyMap<string, string> } {
  return { variables: variablesByPath(inputJsonSchema(schema) ?? {}, undefined) };
}

function pointer(key: string): string {
  return `#/$defs/${key}`;
}
