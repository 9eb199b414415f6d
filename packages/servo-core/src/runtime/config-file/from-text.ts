import { branches, type JsonSchema } from './json-schema.js';

const number = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const boolean = /^(?:true|false)$/i;

/** What is known of the place where a text stands for a value. */
export interface FromTextOptions {
  readonly schema: JsonSchema | undefined;
  readonly root: JsonSchema;
  /** Whether the text counts as text where text and a number are possible. */
  readonly preferText?: boolean;
}

/**
 * Reads a text as the value that the schema wants there: a number or boolean where one is possible and the text is one,
 * else the text. A token of digits stays a text.
 */
export function fromText(text: string, { schema, root, preferText = false }: FromTextOptions): unknown {
  const value = scalar(text.trim());
  if (value === undefined) return text;
  const types = new Set(branches(schema, root).flatMap(({ type }) => type ?? []));
  if (types.size === 0) return preferText ? text : value;
  if (!types.has('string')) return value;
  const possible = typeof value === 'boolean' ? types.has('boolean') : types.has('number') || types.has('integer');
  return possible && !preferText ? value : text;
}

function scalar(text: string): number | boolean | undefined {
  if (number.test(text)) return Number(text);
  return boolean.test(text) ? text.toLowerCase() === 'true' : undefined;
}
