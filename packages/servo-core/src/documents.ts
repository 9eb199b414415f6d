/**
 * What a file of servos says and which connectors are installed: reading, checking and describing both, without the engine,
 * so that a command which runs nothing starts fast. For the packages of this project alone.
 *
 * @module
 */

// The documents of a file
export {
  readConfigFile,
  readConfigText,
  type ConfigDocument,
  type ConfigDocuments,
  type ReadOptions,
} from './runtime/config-file/read-config-file.js';
export { readTextOf } from './runtime/config-file/read-text.js';
export { loadDocuments } from './runtime/config-file/load-documents.js';
export { validateDocuments } from './runtime/assembly/validate-documents.js';
export { configurationInForce, type InForceOptions } from './runtime/assembly/configuration-in-force.js';
export type { EffectiveValue } from './runtime/config-file/effective-values.js';
export type { ValueOrigin } from './runtime/config-file/value-origin.js';
export type { MisspeltVariable } from './runtime/config-file/misspelt-variables.js';
export type { LoadOptions } from './runtime/config-file/load-document.js';
export { servoName } from './runtime/config-file/servo-name.js';
export { validateSection, type ConfigSection, type ValidateOptions } from './runtime/config-file/validate-section.js';
export type { ConnectorEntry, ServoDocument } from './runtime/config-file/servo-document.js';

// Connectors that are installed
export { discover, type Discovery } from './runtime/discovery/discover.js';
export { findConnector } from './runtime/discovery/find-connector.js';
export { loadConnector } from './runtime/discovery/load-connector.js';
export type { Candidate, Refusal } from './runtime/discovery/candidate.js';
export { resolvePackage, type InstalledPackage } from './runtime/discovery/read-package.js';

// What may be written, for editors
export { connectorSchema, documentSchema, type ConnectorSection } from './runtime/config-schema/document-schema.js';
export { schemaFields, type SchemaField } from './runtime/config-schema/schema-fields.js';
export { optimizerAliases, optimizerSchemas } from './runtime/config-file/optimizer-section.js';
export { checkSettings, servoIdentity, servoSettings } from './runtime/config-file/top-level-schemas.js';
export type { SchemaText } from './runtime/config-schema/user-schema.js';

// What names and values are shown by
export { maskRecord, type MaskRecordOptions } from './config/mask-record.js';
export { nearestName } from './errors/nearest-name.js';
export { annotationPrefix } from './annotation-prefix.js';
export { coreVersion } from './core-version.js';
