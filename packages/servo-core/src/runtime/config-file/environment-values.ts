import { branches, type JsonSchema } from './json-schema.js';
import { environmentName } from './key-names.js';
import { ServoError } from '../../errors/servo-error.js';

/** A value that the environment gives, by the author's names. */
export interface EnvironmentValue {
  readonly variable: string;
  readonly path: readonly string[];
  readonly value: unknown;
}

/** What may be set by environment variables. */
export interface EnvironmentOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The key of the stanza; none for the top level. */
  readonly key: string;
  readonly schema: JsonSchema;
}

/**
 * Finds the values that `SERVO_<KEY>_<FIELD>` give: scalars of nested mappings as text, records, lists and unions as JSON.
 *
 * @throws {@link ServoError} `CONFIGURATION_AMBIGUOUS` when one variable would mean two fields,
 * `CONFIGURATION_ENVIRONMENT` when JSON was expected.
 */
export function environmentValues({ env, key, schema }: EnvironmentOptions): readonly EnvironmentValue[] {
  const fields = new Map<string, { readonly path: readonly string[]; readonly schema: JsonSchema }>();
  collect(schema, [], { root: schema, key, fields });
  return [...fields].flatMap(([variable, { path, schema: field }]) => {
    const text = env[variable];
    return text === undefined || path.length === 0
      ? []
      : [{ variable, path, value: read(text, field, schema, variable) }];
  });
}

function collect(
  schema: JsonSchema,
  path: readonly string[],
  into: {
    readonly root: JsonSchema;
    readonly key: string;
    readonly fields: Map<string, { path: readonly string[]; schema: JsonSchema }>;
  },
): void {
  const name = environmentName(into.key, ...path);
  const earlier = into.fields.get(name);
  if (earlier)
    throw new ServoError(
      'CONFIGURATION_AMBIGUOUS',
      `${name} would mean both ${earlier.path.join('.')} and ${path.join('.')}`,
    );
  into.fields.set(name, { path, schema });
  for (const [property, child] of Object.entries(schema.properties ?? {})) collect(child, [...path, property], into);
}

function read(text: string, schema: JsonSchema, root: JsonSchema, variable: string): unknown {
  const types = new Set(branches(schema, root).flatMap(({ type }) => type ?? []));
  if (types.has('string')) return text;
  if ((types.has('number') || types.has('integer')) && text.trim() !== '' && Number.isFinite(Number(text)))
    return Number(text);
  if (types.has('boolean') && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ServoError('CONFIGURATION_ENVIRONMENT', `Expected ${variable} to hold JSON, a number, true or false`, {
      cause: error,
    });
  }
}
