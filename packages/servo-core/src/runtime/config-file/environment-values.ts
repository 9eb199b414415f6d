import type { ConfigurationProblem } from '../../errors/configuration-error.js';
import { ServoError } from '../../errors/servo-error.js';
import type { ConfigPath } from './config-source.js';
import { fromText } from './from-text.js';
import { branches, isSecret, type JsonSchema, schemaAt } from './json-schema.js';
import { environmentName, snakeCase } from './key-names.js';
import { isServiceVariable } from './service-variable.js';
import { variableProblem } from './variable-problem.js';

/** A value that the environment gives, by the user's names. */
export interface EnvironmentValue {
  readonly variable: string;
  readonly path: readonly string[];
  readonly value: unknown;
  /** As the variable was set. */
  readonly text: string;
  /** Where in the JSON of the variable the value stands. */
  readonly within?: ConfigPath | undefined;
  /** The other way to give the same secret, which this takes the place of: `token_file` for `token`. */
  readonly replaces?: readonly string[] | undefined;
}

/** What may be set by environment variables. */
export interface EnvironmentOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What stands after `SERVO_`; the top level has none. */
  readonly key?: string | undefined;
  /** Variables with names of their own, and the key that each gives, `a.b` for one of a mapping; the later ones win. */
  readonly aliases?: Readonly<Record<string, string>> | undefined;
  readonly schema: JsonSchema;
  readonly problems: ConfigurationProblem[];
}

interface Field {
  readonly variable: string;
  readonly path: readonly string[];
  readonly schema: JsonSchema | undefined;
  readonly replaces?: readonly string[];
}

/**
 * Finds the values that variables give, the later ones to win: `SERVO_<KEY>` several fields as JSON,
 * `SERVO_<KEY>_<FIELD>` one: scalars of nested mappings as text, records, lists and unions as JSON. Empty variables count
 * as not set.
 *
 * @throws {@link ServoError} `CONFIGURATION_AMBIGUOUS` when one variable would mean two fields.
 */
export function environmentValues(options: EnvironmentOptions): readonly EnvironmentValue[] {
  const { env, key, aliases = {}, schema } = options;
  const fields = fieldsOf(schema, key);
  const named = Object.entries(aliases).flatMap(([variable, at]) => {
    const path = at.split('.');
    const field = fields.find((each) => each.path.join('.') === at) ?? { path, schema: schemaAt(path, schema) };
    return [{ ...field, variable }];
  });
  const single = [...named, ...fields].flatMap((field) => {
    const text = valueOf(field.variable, env);
    return text === undefined ? [] : [{ ...field, text, value: read(text, field.schema, schema) }];
  });
  return [...(key === undefined ? [] : whole(environmentName(key), options)), ...single];
}

/** The names of all variables that a section is set by, apart from its aliases. */
export function variablesOf(schema: JsonSchema, key: string | undefined): readonly string[] {
  return [...(key === undefined ? [] : [environmentName(key)]), ...variablesByPath(schema, key).values()];
}

/** The variable of each field of a section, by the path of its keys, with dots. */
export function variablesByPath(schema: JsonSchema, key: string | undefined): ReadonlyMap<string, string> {
  return new Map(fieldsOf(schema, key).map(({ path, variable }) => [path.join('.'), variable]));
}

function whole(variable: string, { env, problems }: EnvironmentOptions): readonly EnvironmentValue[] {
  const text = valueOf(variable, env);
  if (text === undefined) return [];
  const value = json(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return Object.entries(value).map(([name, each]) => ({
      variable,
      text,
      path: [name],
      within: [name],
      value: each as unknown,
    }));
  const wrong = { message: 'has a wrong value', expected: `a mapping in JSON such as '{"a": 1}'` };
  problems.push(variableProblem({ name: variable, text }, wrong, { hidden: [[]] })); // nobody knows what it holds
  return [];
}

/** Every field of nested mappings, a secret's file among them. */
function fieldsOf(schema: JsonSchema, key: string | undefined): readonly Field[] {
  const fields = new Map<string, Field>();
  const add = (field: Field): void => {
    const earlier = fields.get(field.variable);
    if (earlier)
      throw new ServoError(
        'CONFIGURATION_AMBIGUOUS',
        `${field.variable} would mean both ${earlier.path.join('.')} and ${field.path.join('.')}${key ? ` of ${key}` : ''}`,
        { hint: 'Tell the author: one of the two keys needs another name.' },
      );
    fields.set(field.variable, field);
  };
  const walk = (parent: JsonSchema, above: readonly string[]): void => {
    const properties = plainMapping(parent, schema)?.properties ?? {};
    for (const [name, child] of Object.entries(properties)) {
      const path = [...above, snakeCase(name)];
      const file = [...above, `${snakeCase(name)}_file`];
      const secret = isSecret(child, schema) && !Object.hasOwn(properties, `${name}File`);
      add({ variable: variableOf(path), path, schema: child, ...(secret && { replaces: file }) });
      if (secret) add({ variable: variableOf(file), path: file, schema: { type: 'string' }, replaces: path });
      if (path.length < depthLimit) walk(child, path);
    }
  };
  const variableOf = (path: readonly string[]): string => environmentName(...(key === undefined ? [] : [key]), ...path);
  walk(schema, []);
  return [...fields.values()];
}

/** A schema may contain itself. */
const depthLimit = 8;

/** The mapping that a schema is, whether or not it may be left out; `undefined` for unions of several forms. */
function plainMapping(schema: JsonSchema, root: JsonSchema): JsonSchema | undefined {
  const forms = branches(schema, root).filter(({ type }) => type !== undefined && type !== 'null');
  return forms.length === 1 ? forms[0] : undefined;
}

function valueOf(variable: string, env: EnvironmentOptions['env']): string | undefined {
  return env[variable] && !isServiceVariable(variable, env) ? env[variable] : undefined;
}

function read(text: string, schema: JsonSchema | undefined, root: JsonSchema): unknown {
  const types = new Set(branches(schema, root).flatMap(({ type }) => type ?? []));
  const structured = types.size === 0 || types.has('object') || types.has('array');
  const value = structured && /^\s*["{[]/.test(text) ? json(text) : undefined;
  return value ?? fromText(text, { schema, root });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the schema says what is wrong with the text
  }
}
