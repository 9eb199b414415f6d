import { assertConnectorName } from '../../connector/connector-name.js';
import { ConfigurationError, type ConfigurationProblem } from '../../errors/configuration-error.js';
import { ServoError } from '../../errors/servo-error.js';
import type { ConfigPath } from './config-source.js';
import { describeValue } from './expectation.js';
import { inOrder } from './problem-order.js';
import type { ConfigDocument } from './read-config-file.js';
import type { ConnectorEntry } from './servo-document.js';
import { unknownKey } from './unknown-key.js';

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

/** A connector that is asked for, and where. */
interface Wanted {
  readonly key: string;
  readonly connector: unknown;
  readonly path: ConfigPath;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** `undefined` for all that have a stanza; a problem for what is neither a list nor a mapping. */
type Choice = readonly Wanted[] | undefined | { readonly problem: ConfigurationProblem };

const form = 'a list of connectors, or a mapping of names to connectors';

/**
 * Works out which connectors a servo has: those that `connectors` lists or maps to names; without it every known one
 * that has a stanza.
 *
 * @throws {@link ConfigurationError} for a `connectors` of another form, for keys that cannot name a connector or name
 * two, and for keys that mean nothing.
 */
export function connectorEntries(
  document: ConfigDocument,
  { env, known }: { readonly env: Environment; readonly known: readonly string[] },
): readonly ConnectorEntry[] {
  const { values, source } = document;
  const choice = chosen(document, env);
  if (choice && 'problem' in choice) throw new ConfigurationError([choice.problem]);
  const wanted = choice ?? present(document, known);
  const listed = new Set([...topLevelKeys, ...wanted.map(({ key }) => key)]);
  const problems = [
    ...wanted.flatMap((each) => entryProblems(each, wanted, document)),
    ...Object.keys(values)
      .filter((key) => !listed.has(key))
      .map((key) => stray(key, { known, listed, document })),
  ];
  if (problems.length > 0) throw new ConfigurationError(inOrder(problems));
  const byKey = new Map(wanted.map(({ key, connector }) => [key, String(connector)]));
  return [...byKey].map(([key, connector]) => ({
    key,
    connector,
    stanza: { value: valueOf(document, key) ?? {}, path: [key], source },
  }));
}

function chosen({ values, source }: ConfigDocument, env: Environment): Choice {
  const variable = env['SERVO_CONNECTORS'];
  const value = variable ? parse(variable) : values['connectors'];
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value))
    return value.map((connector: unknown, index) => ({
      key: lastPart(String(connector)),
      connector,
      path: ['connectors', index],
    }));
  if (typeof value === 'object')
    return Object.entries(value).map(([key, connector]) => ({ key, connector, path: ['connectors', key] }));
  const wrong = { message: 'has a wrong value', expected: form, found: describeValue(value) };
  return {
    problem: variable
      ? { ...wrong, path: 'SERVO_CONNECTORS', hint: `write JSON, for example '["${variable}"]'` }
      : source.problem(['connectors'], wrong),
  };
}

function present(document: ConfigDocument, known: readonly string[]): readonly Wanted[] {
  return Object.keys(document.values)
    .filter((key) => known.includes(key) && !topLevelKeys.includes(key))
    .map((key) => ({ key, connector: key, path: [key] }));
}

function entryProblems(
  { key, connector, path }: Wanted,
  all: readonly Wanted[],
  { source }: ConfigDocument,
): readonly ConfigurationProblem[] {
  if (typeof connector !== 'string')
    return [
      source.problem(path, { message: 'has a wrong value', expected: 'a connector', found: describeValue(connector) }),
    ];
  const clash = all.find((other) => other.key === key && other.connector !== connector);
  const message = clash ? `"${connector}" and "${String(clash.connector)}" are both named "${key}"` : nameProblem(key);
  if (message === undefined) return [];
  const hint = clash ? `give them names: connectors: {${key}: "${connector}", …}` : undefined;
  return [source.problem(path, { message, hint }, 'key')];
}

function nameProblem(key: string): string | undefined {
  try {
    assertConnectorName(key);
    return undefined;
  } catch (error) {
    return ServoError.from(error).message;
  }
}

function stray(
  key: string,
  { known, listed, document }: { known: readonly string[]; listed: ReadonlySet<string>; document: ConfigDocument },
): ConfigurationProblem {
  const { source } = document;
  if (!known.includes(key)) return source.problem([key], unknownKey(key, [...listed, ...known]).problem, 'key');
  return source.problem(
    [key],
    { message: `the connector "${key}" is configured and not listed`, hint: 'add it to "connectors"' },
    'key',
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // not a list or mapping, which is what the message says
  }
}

function valueOf({ values }: ConfigDocument, key: string): unknown {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

function lastPart(identifier: string): string {
  return identifier.slice(identifier.lastIndexOf('/') + 1);
}
