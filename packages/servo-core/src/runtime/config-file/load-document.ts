import type { ConfigSchema } from '../../config/config-schema.js';
import type { ConfigPath } from './config-source.js';
import type { CheckedSection } from './checked-section.js';
import { connectorEntries } from './connector-entries.js';
import { readOptimizer } from './optimizer-section.js';
import { Failures } from './failures.js';
import type { Override } from './laid-over-section.js';
import { checksVariables, settingsVariables } from './legacy-variables.js';
import type { ConfigDocument } from './read-config-file.js';
import type { ServoDocument } from './servo-document.js';
import {
  type CheckSettings,
  checkSettings,
  type ServoIdentity,
  type ServoSettings,
  servoIdentity,
  servoSettings,
} from './top-level-schemas.js';
import { validateSection, type ValidateOptions } from './validate-section.js';

/** What a document is read with. */
export interface LoadOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Relative paths of the configuration start here. */
  readonly cwd: string;
  /** The names of the connectors that the deployment has. */
  readonly known: readonly string[];
  /** Told of every section but the stanzas that was found good. */
  readonly onChecked?: ((section: CheckedSection) => void) | undefined;
}

const identityKeys = ['name', 'description', 'servo_uid', 'no_diagnostics'];

/** `SERVO_UID` is the name that the optimizer's side has always used. */
const identityVariables = { SERVO_UID: 'servo_uid' };

/**
 * Reads one servo from a document of servo.yaml; what the connectors are configured with is checked later, by
 * `validateSection`, once their classes are loaded.
 *
 * @throws {@link ConfigurationError} with the problems of all sections.
 */
export async function loadDocument(document: ConfigDocument, given: LoadOptions): Promise<ServoDocument> {
  const { values, source } = document;
  const overrides: Override[] = [];
  const options = { ...given, onOverride: (override: Override) => void overrides.push(override) };
  const failures = new Failures();
  const section = (key: string, schema: ConfigSchema, aliases: ValidateOptions['aliases']): Promise<unknown> =>
    validateSection({ value: values[key], path: [key], source }, { ...options, schema, key, aliases });
  const identity = Object.fromEntries(Object.entries(values).filter(([key]) => identityKeys.includes(key)));

  const connectors = await failures.gather(() => connectorEntries(document, options));
  overrides.push(...connectorsOverride(document, given.env));
  const secretFiles: Record<string, string> = {};
  const onSecretFile = (path: ConfigPath, file: string): void => void (secretFiles[path.join('.')] = file);
  const optimizer = await failures.gather(() =>
    readOptimizer({ value: values['optimizer'], path: ['optimizer'], source }, { ...options, onSecretFile }),
  );
  const settings = await failures.gather(() => section('settings', servoSettings, settingsVariables));
  const checks = await failures.gather(() => section('checks', checkSettings, checksVariables));
  const top = await failures.gather(() =>
    validateSection(
      { value: identity, path: [], source },
      { ...options, schema: servoIdentity, aliases: identityVariables },
    ),
  );
  failures.throwIfAny();

  const { name, description, servoUid, noDiagnostics } = top as ServoIdentity; // the schema's output, as below
  return {
    name: name ?? undefined,
    description: description ?? undefined,
    servoUid: servoUid ?? undefined,
    optimizer,
    secretFiles,
    connectors: connectors ?? [],
    settings: settings as ServoSettings,
    checks: checks as CheckSettings,
    wantsDiagnostics: !noDiagnostics,
    overrides,
    file: source.file,
  };
}

function connectorsOverride({ values, source }: ConfigDocument, env: LoadOptions['env']): readonly Override[] {
  if (!env['SERVO_CONNECTORS'] || !values['connectors']) return [];
  return [{ variable: 'SERVO_CONNECTORS', path: 'connectors', ...source.place(['connectors']) }];
}
