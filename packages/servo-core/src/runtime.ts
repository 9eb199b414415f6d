/**
 * The engine: what assembles and runs servos. `Assembly`, `Servo` and `assemble()` are public and follow semantic
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

// Internal: an operator's hand on what runs
export { askControl } from './runtime/control/ask-control.js';
export type { ControlRequest } from './runtime/control/control-message.js';
export { serveControl, type Controllable } from './runtime/control/serve-control.js';
export type { CommandStatus, ServoActivity, ServoStatus } from './runtime/control/servo-status.js';

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
