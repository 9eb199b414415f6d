import type { ConfigSchema } from '../../config/config-schema.js';
import { cameFromFile, Secret } from '../../config/secret.js';
import { ConfigurationError, type ConfigurationProblem } from '../../errors/configuration-error.js';
import { ServoError } from '../../errors/servo-error.js';
import type { CheckedSection, SecretFile } from './checked-section.js';
import type { ConfigSection } from './config-section.js';
import type { ConfigPath } from './config-source.js';
import { environmentValues } from './environment-values.js';
import { explainIssue } from './explain-issue.js';
import { inputJsonSchema } from './json-schema.js';
import { LaidOverSection, type Override } from './laid-over-section.js';
import { inOrder } from './problem-order.js';
import { rememberNamedSecrets } from './remember-named-secrets.js';
import { locateIssues, type SchemaIssue } from './schema-issue.js';
import { authorValues, type UserValuesOptions } from './user-values.js';

export type { ConfigSection } from './config-section.js';

/** What a section is checked by. */
export interface ValidateOptions {
  readonly schema: ConfigSchema;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What stands after `SERVO_` in the names of environment variables; the top level has none. */
  readonly key?: string | undefined;
  /** Variables with names of their own, and the key of the section that each gives; the later ones win. */
  readonly aliases?: Readonly<Record<string, string>> | undefined;
  readonly cwd: string;
  /** Told of every value of the file that a variable takes the place of. */
  readonly onOverride?: ((override: Override) => void) | undefined;
  /** Told of every secret that was read from a file: the keys that lead to it, by the author's names, and the file. */
  readonly onSecretFile?: ((path: ConfigPath, file: string) => void) | undefined;
  /** Told of the section when it was found good. */
  readonly onChecked?: ((section: CheckedSection) => void) | undefined;
  /** The connector that the section is of; its problems name it. */
  readonly connector?: string | undefined;
}

/**
 * Checks a section by its author's schema, with environment variables applied, and answers what the schema makes of it.
 *
 * @throws {@link ConfigurationError} with every problem of the section; `CONFIGURATION_ENVIRONMENT` where all are about
 * environment variables.
 */
export async function validateSection(section: ConfigSection, given: ValidateOptions): Promise<unknown> {
  const { schema, env, key, aliases, cwd, connector, onOverride } = given;
  const secretFiles = new Map<string, SecretFile>();
  const onSecretFile = (path: ConfigPath, file: string, from: ConfigPath): void => {
    secretFiles.set(JSON.stringify(from), { path, file });
    given.onSecretFile?.(path, file);
  };
  const root = inputJsonSchema(schema) ?? {};
  const problems: ConfigurationProblem[] = [];
  const laidOver = new LaidOverSection(section, environmentValues({ env, key, aliases, schema: root, problems }), root);
  for (const override of laidOver.overrides) onOverride?.(override);
  const options: UserValuesOptions = {
    root,
    section: laidOver,
    cwd,
    problems,
    origins: new Map(),
    explained: new Set(),
    secrets: new Set(),
    onSecretFile,
  };
  const value = authorValues(laidOver.value, { schema: root, at: [], from: [] }, options);
  const outcome = await validate(schema, value);
  if (outcome.failed) problems.push(laidOver.problem([], outcome.failed, 'key'));
  for (const issue of outcome.issues ?? [])
    problems.push(...locateIssues(issue).flatMap((each) => explainIssue(each, { value, options })));
  if (problems.length === 0) {
    for (const { path, file } of secretFiles.values()) {
      const made = path.reduce<unknown>((value, step) => (value as Parent | undefined)?.[step], outcome.value);
      if (made instanceof Secret) cameFromFile(made, file);
    }
    if (typeof outcome.value === 'object' && outcome.value) rememberNamedSecrets(laidOver.value, outcome.value);
    given.onChecked?.({ path: section.path, laidOver, root, output: outcome.value, secretFiles });
    return outcome.value;
  }
  const ofVariables = problems.every(({ file }) => file === undefined);
  const told = problems.map((problem) => ({
    ...withoutSecrets(problem, options.secrets),
    ...(connector && { connector }),
  }));
  throw new ConfigurationError(inOrder(told), {
    code: ofVariables ? 'CONFIGURATION_ENVIRONMENT' : 'CONFIGURATION_INVALID',
  });
}

/** Whatever the schema has made: a step that does not fit leads to nothing. */
type Parent = Readonly<Record<string | number, unknown>>;

interface Outcome {
  readonly value?: unknown;
  readonly issues?: readonly SchemaIssue[] | undefined;
  /** What is told of a schema that throws: it is about the section, and no key of it. */
  readonly failed?: ConfigurationProblem;
}

async function validate(schema: ConfigSchema, value: unknown): Promise<Outcome> {
  try {
    return (await schema['~standard'].validate(value)) as Outcome; // the standard's form
  } catch (error) {
    const message = `the schema failed: ${ServoError.from(error).message}`;
    const hint = 'a defect of the schema; what else is wrong here may be told once it no longer fails';
    return { failed: { message, hint } };
  }
}

/** A message of the author's may quote what it was given. */
function withoutSecrets(problem: ConfigurationProblem, secrets: ReadonlySet<string>): ConfigurationProblem {
  const message = [...secrets]
    .filter((secret) => secret.length > 3)
    .reduce((text, secret) => text.replaceAll(secret, '[secret]'), problem.message);
  return { ...problem, message };
}
