/**
 * The engine: what finds, assembles and runs servos. `Assembly`, `Servo` and `assemble()` are public and follow semantic
 * versioning; the rest is for the packages of this project.
 *
 * @module
 */

// Public: for whoever embeds servos
export { assemble } from './runtime/assembly/assemble.js';
export type { AssembleOptions, ProposedChange } from './runtime/assembly/assemble-options.js';
export { Assembly, type AssemblyOptions } from './runtime/assembly/assembly.js';
export type { RunOptions } from './runtime/assembly/run-options.js';
export {
  Servo,
  type AdjustOptions,
  type OperationOptions,
  type PartialOperationOptions,
  type ServoOptions,
} from './runtime/servo/servo.js';
export type { Consent } from './runtime/servo/reversible-changes.js';
export type { Described } from './runtime/servo/merge-descriptions.js';
export type { KnownEvent } from './runtime/dispatch/known-event.js';
export type { ConnectorSpec } from './connector/connector-spec.js';
export { assertConnectorName } from './connector/connector-name.js';

// Internal: configuration and discovery
export {
  readConfigFile,
  readConfigText,
  type ConfigDocument,
  type ConfigDocuments,
  type ReadOptions,
} from './runtime/config-file/read-config-file.js';
export { loadDocuments } from './runtime/config-file/load-documents.js';
export { configurationInForce, type InForceOptions } from './runtime/assembly/configuration-in-force.js';
export type { EffectiveValue } from './runtime/config-file/effective-values.js';
export type { ValueOrigin } from './runtime/config-file/value-origin.js';
export { maskRecord, type MaskRecordOptions } from './config/mask-record.js';
export type { LoadOptions } from './runtime/config-file/load-document.js';
export { servoName } from './runtime/config-file/servo-name.js';
export { validateSection, type ConfigSection, type ValidateOptions } from './runtime/config-file/validate-section.js';
export type { ConnectorEntry, ServoDocument } from './runtime/config-file/servo-document.js';
export { nearestName } from './errors/nearest-name.js';
export { discover, type Discovery } from './runtime/discovery/discover.js';
export { findConnector } from './runtime/discovery/find-connector.js';
export { loadConnector } from './runtime/discovery/load-connector.js';
export type { Candidate, Refusal } from './runtime/discovery/candidate.js';
export { resolvePackage, type InstalledPackage } from './runtime/discovery/read-package.js';
export { annotationPrefix } from './annotation-prefix.js';
export { coreVersion } from './core-version.js';

// Internal: an operator's hand on what runs
export { askControl } from './runtime/control/ask-control.js';
export type { ControlRequest } from './runtime/control/control-message.js';
export { serveControl, type Controllable } from './runtime/control/serve-control.js';
export type { CommandStatus, ServoActivity, ServoStatus } from './runtime/control/servo-status.js';

// Internal: what may be written, for editors
export { connectorSchema, documentSchema, type ConnectorSection } from './runtime/config-schema/document-schema.js';
export { schemaFields, type SchemaField } from './runtime/config-schema/schema-fields.js';
export { optimizerAliases, optimizerSchemas } from './runtime/config-file/optimizer-section.js';
export { checkSettings, servoIdentity, servoSettings } from './runtime/config-file/top-level-schemas.js';
export type { SchemaText } from './runtime/config-schema/user-schema.js';
export { validateDocuments } from './runtime/assembly/validate-documents.js';

// Internal: what a remote optimizer says and may ask for
export { probeOptimizer, type OptimizerProbe } from './runtime/assembly/probe-optimizer.js';
export { RecentLogs, type RecentLog } from './runtime/diagnostics/recent-logs.js';

// Internal: metrics and health
export { createMonitoring, type Monitoring } from './runtime/monitoring/monitoring.js';
export {
  servePages,
  type ListenAddress,
  type Page,
  type Pages,
  type PageServer,
} from './runtime/monitoring/serve-pages.js';
export type { RequestObserver } from './runtime/optimizer-client/request-observer.js';

// Internal: the loop
export { EventBus, type EventBusOptions } from './runtime/dispatch/event-bus.js';
export type { DispatchScope, HandlerProgress } from './runtime/dispatch/dispatch-scope.js';
export type { SettingValues } from './runtime/journal/journal-entry.js';
export type { ServoEvent, ServoObserver } from './runtime/runner/servo-event.js';
export { Shutdown } from './runtime/runner/shutdown.js';
export { type LogLevel, logLevels } from './runtime/telemetry/log-level.js';
export { type LogFile, type LogFileOptions, openLogFile } from './runtime/telemetry/log-file.js';
export { pinoLogger, type PinoLoggerOptions } from './runtime/telemetry/pino-logger.js';
