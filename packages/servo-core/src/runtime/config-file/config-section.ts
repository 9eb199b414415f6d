import type { ConfigPath, ConfigSource } from './config-source.js';

/** A part of servo.yaml: what the user wrote there, and where. */
export interface ConfigSection {
  readonly value: unknown;
  readonly path: ConfigPath;
  readonly source: ConfigSource;
}
