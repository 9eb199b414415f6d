import { branches, type JsonSchema } from './json-schema.js';
import { nearestName } from '../../errors/nearest-name.js';

const words: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'a mapping',
  array: 'a list',
  null: 'nothing',
};

/** Says in words what a schema takes: `a duration such as 300ms`, `one of a, b`, `a list`. */
export function expectation(schema: JsonSchema | undefined, root: JsonSchema): string | undefined {
  const all = branches(schema, root);
  const constants = constantsOf(all);
  const { format, examples } = all.find((each) => each.examples?.length) ?? {};
  const shown = examples && `${format ? `a ${format}` : 'a value'} such as ${examples.slice(0, 3).join(', ')}`;
  const one = constants.length > 1 ? `one of ${constants.join(', ')}` : constants[0];
  const kinds = shown ?? typesOf(constants.length > 0 ? all.filter((each) => !isFixed(each)) : all);
  if (one === undefined || kinds === undefined) return one ?? kinds;
  return shown ? `${one} or ${shown}` : `${kinds}, or ${one}`;
}

function typesOf(all: readonly JsonSchema[]): string | undefined {
  const types = new Set(all.flatMap(({ type }) => type ?? []).filter((type) => type !== 'null'));
  return types.size > 0 ? [...types].map((type) => words[type] ?? type).join(' or ') : undefined;
}

function isFixed({ enum: values, const: value }: JsonSchema): boolean {
  return values !== undefined || value !== undefined;
}

/** The fixed value that a misspelt one most likely means. */
export function nearestConstant(found: unknown, schema: JsonSchema | undefined, root: JsonSchema): string | undefined {
  return typeof found === 'string' ? nearestName(found, constantsOf(branches(schema, root))) : undefined;
}

/** Says what a user wrote, without the content of mappings and lists and the password of a URL: they may be secret. */
export function describeValue(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'a mapping';
  const text = (typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value))).replace(
    /\/\/[^\s/]*@/g,
    '//…@',
  );
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function constantsOf(all: readonly JsonSchema[]): readonly string[] {
  const constants = all.flatMap((each) => each.enum ?? (each.const === undefined ? [] : [each.const]));
  return [...new Set(constants.map(String))];
}
