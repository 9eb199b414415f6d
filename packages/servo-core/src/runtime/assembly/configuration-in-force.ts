import type { CheckedSection } from '../config-file/checked-section.js';
import { effectiveValues, type EffectiveValue } from '../config-file/effective-values.js';
import { fromJson } from '../config-file/from-json.js';
import { LaidOverSection } from '../config-file/laid-over-section.js';
import { loadDocument } from '../config-file/load-document.js';
import type { ConfigDocument } from '../config-file/read-config-file.js';
import type { ServoDocument } from '../config-file/servo-document.js';
import type { Discovery } from '../discovery/discover.js';
import { connectorSpecs } from './connector-specs.js';

/** What the values of a configuration are found with. */
export interface InForceOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly discovery: Discovery;
  /** Whether to list what nobody wrote, too. */
  readonly defaults?: boolean;
}

/**
 * Lists the values that a servo is configured with, and where each came from: those of the file in its order, then those
 * that stand elsewhere alone. The connectors are loaded, as only their schemas tell what is a secret.
 *
 * @throws {@link ConfigurationError} with the problems of the stanzas.
 */
export async function configurationInForce(
  written: ConfigDocument,
  { env, cwd, discovery, defaults = false }: InForceOptions,
): Promise<readonly EffectiveValue[]> {
  const sections: CheckedSection[] = [];
  const onChecked = (section: CheckedSection): void => void sections.push(section);
  const known = discovery.candidates.map(({ name }) => name);
  const document = await loadDocument(written, { env, cwd, known, onChecked });
  await connectorSpecs(document, { discovery, env, cwd, onOverride: () => {}, onChecked });
  sections.push(connectorsSection(written, env));
  const values = sections.flatMap((section) => effectiveValues(section, { defaults }));
  const all = [...values, ...(defaults ? connectorsPresent(document, values) : [])];
  const order = [...new Set([...Object.keys(written.values), ...all.map(({ path }) => String(path[0]))])];
  return order.flatMap((key) => all.filter(({ path }) => path[0] === key));
}

function connectorsSection({ values, source }: ConfigDocument, env: InForceOptions['env']): CheckedSection {
  const variable = 'SERVO_CONNECTORS';
  const text = env[variable];
  const { connectors } = values;
  const laidOver = new LaidOverSection(
    { value: connectors === undefined ? {} : { connectors }, path: [], source },
    text ? [{ variable, text, path: ['connectors'], value: fromJson(text) }] : [],
    { type: 'object' },
  );
  return { path: [], laidOver, root: { type: 'object' }, output: undefined, secretFiles: new Map() };
}

/** Without `connectors`, those that have a section. */
function connectorsPresent(
  { connectors }: ServoDocument,
  values: readonly EffectiveValue[],
): readonly EffectiveValue[] {
  if (values.some(({ path }) => path[0] === 'connectors')) return [];
  return connectors.map(({ key }, index) => ({
    path: ['connectors', index],
    value: key,
    origin: { kind: 'default' },
    secret: false,
  }));
}
