import type { ConfigurationProblem } from '../../errors/configuration-error.js';
import type { OptimizerConfig } from '../../optimizer/optimizer-config.js';
import type { ConfigSection } from './config-section.js';
import type { Override } from './laid-over-section.js';
import type { CheckSettings, ServoSettings } from './top-level-schemas.js';

/** A connector that a servo is to have. */
export interface ConnectorEntry {
  /** Its name in the servo, and the key of its stanza. */
  readonly key: string;
  /** Which connector it is: a short name, or `package/name`. */
  readonly connector: string;
  /** Where it is asked for: in `connectors`, or by its stanza. */
  readonly place: ConfigurationPlace;
  /** Its configuration as written, to be checked once its class is loaded. */
  readonly stanza: ConfigSection;
}

/** A place in a file, or the name of a variable, and what stands there. */
export type ConfigurationPlace = Pick<ConfigurationProblem, 'file' | 'line' | 'column' | 'path' | 'excerpt'>;

/** Whole paths of the files that secrets were read from, by the key of the secret. */
export type SecretFiles = Readonly<Record<string, string>>;

/** One servo as servo.yaml describes it; the connectors' stanzas are not checked yet. */
export interface ServoDocument {
  /** The name that the file or the environment gives. */
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly servoUid?: string | undefined;
  /** Absent where none is configured: what only describes or measures needs none. */
  readonly optimizer?: OptimizerConfig | undefined;
  /** Where secrets of the optimizer came from, which may be replaced there. */
  readonly secretFiles?: SecretFiles | undefined;
  readonly connectors: readonly ConnectorEntry[];
  readonly settings: ServoSettings;
  readonly checks: CheckSettings;
  /** Whether the optimizer is to be sent configuration and log, which is not done. */
  readonly wantsDiagnostics?: boolean | undefined;
  /** The values of the file, outside of the connectors' stanzas, that environment variables took the place of. */
  readonly overrides: readonly Override[];
  /** The file, as messages name it. */
  readonly file: string;
}
