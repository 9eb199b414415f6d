import type { ConfigSchema } from '../../config/config-schema.js';
import { ConfigurationError, type ConfigurationProblem } from '../../errors/configuration-error.js';
import { connectorEntries } from './connector-entries.js';
import { readOptimizer } from './optimizer-section.js';
import type { ConfigDocument } from './read-config-file.js';
import type { ServoDocument } from './servo-document.js';
import {
  type CheckSettings,
  checkSettings,
  type ServoSettings,
  servoIdentity,
  servoSettings,
} from './top-level-schemas.js';
import { validateSection } from './validate-section.js';

/** What a document is read with. */
export interface LoadOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Relative paths of the configuration start here. */
  readonly cwd: string;
  /** The names of the connectors that the deployment has. */
  readonly known: readonly string[];
}

/**
 * Reads one servo from a document of servo.yaml; what the connectors are configured with is checked later, by
 * `validateSection`, once their classes are loaded.
 *
 * @throws {@link ConfigurationError} with the problems of all sections.
 */
export async function loadDocument(document: ConfigDocument, { env, cwd, known }: LoadOptions): Promise<ServoDocument> {
  const { values, source } = document;
  const problems: ConfigurationProblem[] = [];
  const gather = async <T>(read: () => T | Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  };
  const section = (key: string, schema: ConfigSchema): Promise<unknown> =>
    validateSection({ value: values[key] ?? {}, path: [key], source }, { schema, env, key, cwd });

  const connectors = await gather(() => connectorEntries(document, { env, known }));
  const optimizer = await gather(() =>
    readOptimizer({ value: values['optimizer'], path: ['optimizer'], source }, { env, cwd }),
  );
  const settings = await gather(() => section('settings', servoSettings));
  const checks = await gather(() => section('checks', checkSettings));
  const top = Object.fromEntries(
    ['name', 'description', 'servo_uid', 'no_diagnostics'].flatMap((key) =>
      key in values ? [[key, values[key]]] : [],
    ),
  );
  const overridden = {
    ...top,
    ...(env['SERVO_NAME'] && { name: env['SERVO_NAME'] }),
    ...(env['SERVO_UID'] && { servo_uid: env['SERVO_UID'] }),
  };
  const identity = await gather(() =>
    validateSection({ value: overridden, path: [], source }, { schema: servoIdentity, env: {}, key: '', cwd }),
  );
  if (problems.length > 0) throw new ConfigurationError(problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)));

  const { name, description, servoUid } = identity as ReturnType<typeof servoIdentity.parse>; // the schema's output, as below
  return {
    name: name ?? undefined,
    description: description ?? undefined,
    servoUid: servoUid ?? undefined,
    optimizer,
    connectors: connectors ?? [],
    settings: settings as ServoSettings,
    checks: checks as CheckSettings,
    file: source.file,
  };
}
