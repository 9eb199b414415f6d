import type { ConfigSchema } from '../../config/config-schema.js';
import { ConfigurationError, type ConfigurationProblem } from '../../errors/configuration-error.js';
import type { ConfigPath, ConfigSource } from './config-source.js';
import { environmentValues } from './environment-values.js';
import { branches, expectation, inputJsonSchema, isSecret, type JsonSchema } from './json-schema.js';
import { snakeCase } from './key-names.js';
import { authorValues, type UserValuesOptions } from './user-values.js';

/** A part of servo.yaml: what the user wrote there, and where. */
export interface ConfigSection {
  readonly value: unknown;
  readonly path: ConfigPath;
  readonly source: ConfigSource;
}

/** What a section is checked by. */
export interface ValidateOptions {
  readonly schema: ConfigSchema;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What stands after `SERVO_` in the names of environment variables. */
  readonly key: string;
  readonly cwd: string;
}

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
}

/**
 * Checks a section by its author's schema, with environment variables applied, and answers what the schema makes of it.
 *
 * @throws {@link ConfigurationError} with every problem of the section.
 */
export async function validateSection(
  section: ConfigSection,
  { schema, env, key, cwd }: ValidateOptions,
): Promise<unknown> {
  const { source, path } = section;
  const root = inputJsonSchema(schema) ?? {};
  const problems: ConfigurationProblem[] = [];
  const options: UserValuesOptions = { root, source, cwd, problems, origins: new Map() };
  const written = authorValues(section.value ?? {}, { schema: root, at: [], from: path, options });
  const value = environmentValues({ env, key, schema: root }).reduce(
    (all, each) => setIn(all, each.path, each.value),
    written,
  );
  const outcome = (await schema['~standard'].validate(value)) as {
    readonly value?: unknown;
    readonly issues?: readonly Issue[];
  }; // the standard's form
  for (const issue of outcome.issues ?? []) problems.push(explain(issue, { value, root, section, options }));
  if (problems.length > 0) throw new ConfigurationError(problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)));
  return outcome.value;
}

function explain(
  issue: Issue,
  {
    value,
    root,
    section,
    options,
  }: { value: unknown; root: JsonSchema; section: ConfigSection; options: UserValuesOptions },
): ConfigurationProblem {
  const at = (issue.path ?? [])
    .map((step) => (typeof step === 'object' ? step.key : step))
    .map((step) => (typeof step === 'number' ? step : String(step)));
  const found = at.reduce<unknown>(
    (here, step) => (here as Record<string | number, unknown> | null | undefined)?.[step],
    value,
  );
  const schema = at.reduce<JsonSchema | undefined>((here, step) => child(here, step, root), root);
  const path = options.origins.get(JSON.stringify(at)) ?? [
    ...section.path,
    ...at.map((step) => (typeof step === 'number' ? step : snakeCase(step))),
  ];
  if (found === undefined) {
    const expected = expectation(schema, root);
    return section.source.problem(path, {
      message: at.length > 0 ? 'is required' : issue.message,
      ...(expected && { expected }),
    });
  }
  const secret = isSecret(schema, root);
  const custom = !issue.message.startsWith('Invalid input');
  const expected = custom ? undefined : expectation(schema, root);
  return section.source.problem(path, {
    message: custom ? issue.message : 'has a wrong value',
    ...(expected && { expected }),
    found: secret ? 'a secret' : show(found),
  });
}

function child(schema: JsonSchema | undefined, step: string | number, root: JsonSchema): JsonSchema | undefined {
  for (const each of branches(schema, root)) {
    const found = typeof step === 'number' ? each.items : (each.properties?.[step] ?? each.additionalProperties);
    if (typeof found === 'object') return found;
  }
  return undefined;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function setIn(value: unknown, [step, ...rest]: readonly string[], leaf: unknown): unknown {
  if (step === undefined) return leaf;
  const here =
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : {}; // the line asks
  return { ...here, [step]: setIn(here[step], rest, leaf) };
}
