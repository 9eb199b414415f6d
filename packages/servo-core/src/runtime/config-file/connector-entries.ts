import { assertConnectorName } from '../../connector/connector-name.js';
import { nearestName } from '../../errors/nearest-name.js';
import { ConfigurationError, type ConfigurationProblem } from '../../errors/configuration-error.js';
import { ServoError } from '../../errors/servo-error.js';
import type { ConfigPath } from './config-source.js';
import { describeValue } from './expectation.js';
import { fromJson } from './from-json.js';
import { inOrder } from './problem-order.js';
import type { ConfigDocument } from './read-config-file.js';
import type { ConfigurationPlace, ConnectorEntry } from './servo-document.js';
import { unknownKey } from './unknown-key.js';
import { variableProblem } from './variable-problem.js';

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
  /** Of the key, and of what names the connector. */
  readonly places: { readonly key: ConfigurationPlace; readonly connector: ConfigurationPlace };
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What the entries are worked out with. */
export interface EntriesOptions {
  readonly env: Environment;
  /** The names of the connectors that the deployment has. */
  readonly known: readonly string[];
}

/** `undefined` for all that have a stanza; a problem for what is neither a list nor a mapping. */
type Choice = readonly Wanted[] | undefined | { readonly problem: ConfigurationProblem };

/** Nobody reads more at once. */
const most = 1_000;

const form = 'a list of connectors, or a mapping of names to connectors';

/**
 * Works out which connectors a servo has: those that `connectors` lists or maps to names; without it every known one
 * that has a stanza.
 *
 * @throws {@link ConfigurationError} for a `connectors` of another form, for keys that cannot name a connector or name
 * two or have the name of another connector, and for keys that mean nothing.
 */
export function connectorEntries(document: ConfigDocument, options: EntriesOptions): readonly ConnectorEntry[] {
  const { entries, problems } = readConnectorEntries(document, options);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return entries;
}

/** Does as {@link connectorEntries}, and answers the problems beside those connectors that have none. */
export function readConnectorEntries(
  document: ConfigDocument,
  { env, known }: EntriesOptions,
): { readonly entries: readonly ConnectorEntry[]; readonly problems: readonly ConfigurationProblem[] } {
  const { values, source } = document;
  const choice = chosen(document, env);
  if (choice && 'problem' in choice) return { entries: [], problems: [choice.problem] };
  const wanted = choice ?? present(document, known);
  const listed = new Set([...topLevelKeys, ...wanted.map(({ key }) => key)]);
  const judged = wanted.map((each) => ({ each, problem: entryProblem(each, { all: wanted, known }) }));
  const problems = [
    ...judged.flatMap(({ problem }) => problem ?? []),
    ...Object.keys(values)
      .filter((key) => !listed.has(key))
      .slice(0, most)
      .map((key) => stray(key, { known, wanted, document })),
  ];
  // beside problems, one that is not installed is most likely told of already
  const isKnown = ({ connector }: Wanted): boolean => known.includes(lastPart(String(connector)));
  const sound = judged.flatMap(({ each, problem }) =>
    problem || (problems.length > 0 && !isKnown(each)) ? [] : [each],
  );
  const byKey = new Map(sound.map((each) => [each.key, each]));
  const entries = [...byKey.values()].map(({ key, connector, places }) => ({
    key,
    connector: String(connector), // else it was a problem
    get place() {
      return places.connector;
    },
    stanza: { value: valueOf(document, key) ?? {}, path: [key], source },
  }));
  return { entries, problems: inOrder(problems) };
}

function chosen(document: ConfigDocument, env: Environment): Choice {
  const { values } = document;
  const variable = env['SERVO_CONNECTORS'];
  const value = variable ? fromJson(variable) : values['connectors'];
  const placed = (key: string, connector: unknown, step: string | number): Wanted => ({
    key,
    connector,
    places: variable ? inVariable(variable, [step]) : inFile(document, ['connectors', step]),
  });
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value))
    return value.map((connector: unknown, index) => placed(lastPart(String(connector)), connector, index));
  if (typeof value === 'object') return Object.entries(value).map(([key, connector]) => placed(key, connector, key));
  const wrong = { message: 'has a wrong value', expected: form, found: describeValue(value) };
  return {
    problem: variable
      ? { ...wrong, ...inVariable(variable).key, hint: `write JSON, for example '["${variable}"]'` }
      : document.source.problem(['connectors'], wrong),
  };
}

function present(document: ConfigDocument, known: readonly string[]): readonly Wanted[] {
  return Object.keys(document.values)
    .filter((key) => known.includes(key) && !topLevelKeys.includes(key))
    .map((key) => ({ key, connector: key, places: inFile(document, [key], { at: 'key' }) }));
}

function inFile(
  { source }: ConfigDocument,
  path: ConfigPath,
  connector: { readonly at?: 'key' } = {},
): Wanted['places'] {
  // looked up where there is a problem: to show its lines takes longer than to read them
  return {
    get key() {
      return placeOf(source.problem(path, { message: '' }, { at: 'key' }));
    },
    get connector() {
      return placeOf(source.problem(path, { message: '' }, connector));
    },
  };
}

function inVariable(text: string, within: ConfigPath = []): Wanted['places'] {
  const place = placeOf(variableProblem({ name: 'SERVO_CONNECTORS', text }, { message: '' }, { within }));
  return { key: place, connector: place };
}

function placeOf(problem: ConfigurationProblem): ConfigurationPlace {
  const { message: _, ...place } = problem;
  return place;
}

function entryProblem(
  { key, connector, places }: Wanted,
  { all, known }: { readonly all: readonly Wanted[]; readonly known: readonly string[] },
): ConfigurationProblem | undefined {
  if (typeof connector !== 'string')
    return {
      ...places.connector,
      message: 'has a wrong value',
      expected: 'a connector',
      found: describeValue(connector),
    };
  const clash = all.find((other) => other.key === key && other.connector !== connector);
  if (clash)
    return {
      ...places.key,
      message: `"${connector}" and "${String(clash.connector)}" are both named "${key}"`,
      hint: `give them names: connectors: {${key}: "${connector}", …}`,
    };
  const message = nameProblem(key);
  if (message !== undefined) return { ...places.key, message };
  if (known.includes(key) && lastPart(connector) !== key)
    return {
      ...places.key,
      message: `"${key}" is the name of another connector, and cannot name "${connector}"`,
      hint: `choose another name, such as ${lastPart(connector)}`,
    };
  return undefined;
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
  { known, wanted, document }: { known: readonly string[]; wanted: readonly Wanted[]; document: ConfigDocument },
): ConfigurationProblem {
  const { source } = document;
  const names = [...topLevelKeys, ...wanted.map((each) => each.key), ...known];
  if (!known.includes(key)) return source.problem([key], unknownKey(key, names).problem, { at: 'key' });
  const misspelt = wanted.find((each) => !known.includes(each.key) && nearestName(each.key, known) === key);
  if (misspelt)
    return {
      ...misspelt.places.connector,
      message: `the connector "${misspelt.key}" is not installed`,
      hint: `did you mean "${key}"?`,
    };
  return source.problem(
    [key],
    { message: `the connector "${key}" is configured and not listed`, hint: 'add it to "connectors"' },
    { at: 'key' },
  );
}

function valueOf({ values }: ConfigDocument, key: string): unknown {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

function lastPart(identifier: string): string {
  return identifier.slice(identifier.lastIndexOf('/') + 1);
}
