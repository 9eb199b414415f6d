import { assertConnectorName } from '../../connector/connector-name.js';
import { ConfigurationError, type ConfigurationProblem } from '../../errors/configuration-error.js';
import { ServoError } from '../../errors/servo-error.js';
import type { ConfigDocument } from './read-config-file.js';
import type { ConnectorEntry } from './servo-document.js';
import { unknownKey } from './user-values.js';

/** The keys of servo.yaml that are not connectors. */
export const topLevelKeys: readonly string[] = [
  'name',
  'description',
  'servo_uid',
  'optimizer',
  'connectors',
  'no_diagnostics',
  'settings',
  'checks',
];

/**
 * Works out which connectors a servo has: those that `connectors` lists or maps to names; without it every known one
 * that has a stanza.
 *
 * @throws {@link ConfigurationError} for a `connectors` of another form, and for keys that mean nothing.
 */
export function connectorEntries(
  document: ConfigDocument,
  { env, known }: { readonly env: Readonly<Record<string, string | undefined>>; readonly known: readonly string[] },
): readonly ConnectorEntry[] {
  const { values, source } = document;
  const wanted =
    chosen(document, env) ??
    Object.keys(values)
      .filter((key) => known.includes(key))
      .map((key) => [key, key] as const);
  const keys = new Set([...topLevelKeys, ...wanted.map(([key]) => key)]);
  const unknown = Object.keys(values).filter((key) => !keys.has(key));
  const problems = unknown.map((key) => stray(key, { known, listed: keys, document }));
  if (problems.length > 0) throw new ConfigurationError(problems);
  return wanted.map(([key, connector]) => ({
    key,
    connector,
    stanza: { value: values[key] ?? {}, path: [key], source },
  }));
}

function chosen(
  { values, source }: ConfigDocument,
  env: Readonly<Record<string, string | undefined>>,
): readonly (readonly [key: string, connector: string])[] | undefined {
  const variable = env['SERVO_CONNECTORS'];
  const value: unknown = variable === undefined ? values['connectors'] : parse(variable);
  if (value === undefined || value === null) return undefined;
  const pairs = Array.isArray(value)
    ? value.map((name) => [lastPart(String(name)), name])
    : typeof value === 'object'
      ? Object.entries(value)
      : [['', undefined]];
  if (pairs.some(([, connector]) => typeof connector !== 'string'))
    throw new ConfigurationError([
      source.problem(['connectors'], {
        message: 'has a wrong value',
        expected: 'a list of connectors, or a mapping of names to connectors',
        found: JSON.stringify(value),
      }),
    ]);
  for (const [key] of pairs) checkName(String(key), source);
  return [...new Map(pairs.map(([key, connector]) => [String(key), String(connector)]))];
}

function checkName(key: string, source: ConfigDocument['source']): void {
  try {
    assertConnectorName(key);
  } catch (error) {
    const { message } = ServoError.from(error);
    throw new ConfigurationError([source.problem(['connectors'], { message })]);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ServoError(
      'CONFIGURATION_ENVIRONMENT',
      `Expected SERVO_CONNECTORS to hold a JSON list or mapping, got "${text}"`,
      {
        cause: error,
        hint: `For example SERVO_CONNECTORS='["${text}"]'.`,
      },
    );
  }
}

function lastPart(identifier: string): string {
  return identifier.slice(identifier.lastIndexOf('/') + 1);
}

function stray(
  key: string,
  { known, listed, document }: { known: readonly string[]; listed: ReadonlySet<string>; document: ConfigDocument },
): ConfigurationProblem {
  const { source } = document;
  if (!known.includes(key)) return unknownKey(key, [key], [...listed, ...known], source);
  return source.problem(
    [key],
    { message: `the connector "${key}" is configured and not listed`, hint: 'add it to "connectors"' },
    'key',
  );
}
