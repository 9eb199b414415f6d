import type { ConfigPath } from './config-source.js';
import type { JsonSchema } from './json-schema.js';
import type { LaidOverSection } from './laid-over-section.js';

/** A file that a secret was read from. */
export interface SecretFile {
  /** The path of the secret, by the author's names. */
  readonly path: ConfigPath;
  readonly file: string;
}

/** A section that was found good. */
export interface CheckedSection {
  /** Where it stands in the document. */
  readonly path: ConfigPath;
  /** The user's values, with the environment laid over them. */
  readonly laidOver: LaidOverSection;
  /** What the user may write. */
  readonly root: JsonSchema;
  /** What the schema made of it, by the author's names. */
  readonly output: unknown;
  /** By the user's paths that name them. */
  readonly secretFiles: ReadonlyMap<string, SecretFile>;
}
