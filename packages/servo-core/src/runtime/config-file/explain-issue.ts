import type { ConfigurationProblem } from '../../errors/configuration-error.js';
import type { ConfigPath } from './config-source.js';
import { describeValue, expectation, nearestConstant } from './expectation.js';
import { expectedSize } from './expected-size.js';
import { branches, childSchema, isSecret, type JsonSchema } from './json-schema.js';
import { snakeCase } from './key-names.js';
import type { LocatedIssue } from './schema-issue.js';
import { unknownKey } from './unknown-key.js';
import type { UserValuesOptions } from './user-values.js';

/** Says in the user's own words and keys what a schema found wrong. */
export function explainIssue(
  issue: LocatedIssue,
  { value, options }: { readonly value: unknown; readonly options: UserValuesOptions },
): readonly ConfigurationProblem[] {
  const { root, section, explained } = options;
  const { path: at } = issue;
  if (explained.has(JSON.stringify(at))) return [];
  const from = options.origins.get(JSON.stringify(at)) ?? at.map(userStep);
  const schema = schemaAt(at, root);
  if (issue.code === 'unrecognized_keys') return (issue.keys ?? []).map((key) => stray(key, from, { schema, options }));
  const found = at.reduce<unknown>(
    (here, step) => (here as Record<string | number, unknown> | null | undefined)?.[step], // any value may stand there
    value,
  );
  const problem = found === undefined ? missing(issue, schema, root) : wrong(issue, { found, schema, root });
  return [section.problem(from, problem)];
}

function missing(issue: LocatedIssue, schema: JsonSchema | undefined, root: JsonSchema): ConfigurationProblem {
  if (issue.code === 'custom' || issue.path.length === 0) return { message: issue.message };
  const expected = expectation(schema, root);
  return { message: 'is required', ...(expected && { expected }) };
}

/** How zod 4 and 3 say that a value is of another kind, where the author has no words of his own. */
const usualWords = /^(?:Invalid (?:input|option|discriminator|enum value|literal value)\b|Expected \w+, received \w+$)/;

function wrong(
  issue: LocatedIssue,
  {
    found,
    schema,
    root,
  }: { readonly found: unknown; readonly schema: JsonSchema | undefined; readonly root: JsonSchema },
): ConfigurationProblem {
  const own = !usualWords.test(issue.message);
  const secret = isSecret(schema, root) || saysNothing(root);
  const shown = secret && found !== '' ? hidden(found, root) : describeValue(found);
  const size = expectedSize(issue);
  if (size !== undefined) return { message: 'has a wrong value', expected: size, found: shown };
  if (own) return { message: issue.message, ...(!isSaid(found, issue.message) && { found: shown }) };
  const expected = expectation(schema, root);
  const nearest = secret ? undefined : nearestConstant(found, schema, root);
  return {
    message: 'has a wrong value',
    ...(expected && { expected }),
    found: shown,
    ...(nearest !== undefined && { hint: `did you mean "${nearest}"?` }),
  };
}

/** Whether an author's message quotes the value, or there is nothing short to quote. */
function isSaid(found: unknown, message: string): boolean {
  if (typeof found !== 'string') return typeof found === 'object';
  return [`"${found}"`, `'${found}'`].some((quoted) => message.includes(quoted));
}

/** Whether a schema's library gives no JSON Schema, so that any value may be a secret. */
function saysNothing(root: JsonSchema): boolean {
  return Object.keys(root).length === 0;
}

/** Says of a value that must not be shown of what kind it is. */
function hidden(found: unknown, root: JsonSchema): string {
  if (found === null) return 'nothing';
  if (saysNothing(root)) return 'another value';
  if (typeof found === 'object') return describeValue(found);
  if (typeof found === 'string') return 'a secret';
  return `${typeof found === 'boolean' ? 'true or false' : 'a number'} (hidden)`;
}

function stray(
  key: string,
  from: ConfigPath,
  { schema, options }: { readonly schema: JsonSchema | undefined; readonly options: UserValuesOptions },
): ConfigurationProblem {
  const known = branches(schema, options.root).flatMap(({ properties = {} }) => Object.keys(properties));
  const { problem } = unknownKey(snakeCase(key), known.filter((name) => name !== key).map(snakeCase));
  return options.section.problem([...from, snakeCase(key)], problem, 'key');
}

function schemaAt(at: ConfigPath, root: JsonSchema): JsonSchema | undefined {
  return at.reduce<JsonSchema | undefined>((here, step) => childSchema(branches(here, root), step), root);
}

function userStep(step: string | number): string | number {
  return typeof step === 'number' ? step : snakeCase(step);
}
