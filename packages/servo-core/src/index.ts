/**
 * The contract: all that a connector is written against.
 *
 * @module
 */

// For connector authors: the connector and its events
export { Connector, type ConnectorBase } from './connector/connector.js';
export { defineConnector, type CheckDefinition, type ConnectorDefinition } from './connector/define-connector.js';
export type { ConnectorHost } from './connector/connector-host.js';
export type { Telemetry } from './connector/telemetry.js';
export type {
  ConnectorCommandArgument,
  ConnectorCommandContext,
  ConnectorCommandInput,
  ConnectorCommandOption,
  ConnectorCommandResult,
  ConnectorCommand,
  ConnectorCommands,
} from './connector/connector-command.js';
export type { ConnectorSpec } from './connector/connector-spec.js';
export { on, type OnHandler } from './events/on.js';
export { before, type BeforeHandler } from './events/before.js';
export { after, type AfterHandler } from './events/after.js';
export { event, type EventWrapper } from './events/event.js';
export type {
  AdjustInput,
  CheckInput,
  DescribeInput,
  EventInput,
  EventMap,
  EventName,
  EventOutput,
  MeasureInput,
  Phase,
} from './events/event-map.js';
export type { EventContext } from './events/event-context.js';
export type { EventFailure, EventResult } from './events/event-result.js';
export type { Dispatch, DispatchOptions } from './events/dispatch.js';
export { currentAssembly, currentContext, currentServo } from './connector/current-context.js';
export type { AssemblyView, CurrentContext, ServoView } from './connector/current-context.js';

// For connector authors: checks
export { check } from './checks/check-decorator.js';
export { multicheck, type MulticheckDecorator } from './checks/multicheck.js';
export { CheckError, type CheckErrorOptions } from './checks/check-error.js';
export { runCheck, type RunCheckOptions } from './checks/run-check.js';
export { runChecks, type RunChecksOptions } from './checks/run-checks.js';
export type {
  CheckAnswer,
  CheckDeclaration,
  CheckHandler,
  CheckOptions,
  MulticheckHandler,
} from './checks/check-declaration.js';
export { checkId, checkPassed, type Check } from './model/check.js';
export { matchesCheck, type CheckFilter, type TextFilter } from './model/check-filter.js';
export type { Severity } from './model/severity.js';

// For connector authors: the model
export { adjustment, formatAdjustments, type Adjustment } from './model/adjustment.js';
export { component, type Component } from './model/component.js';
export { control, type Control, type ControlInput } from './model/control.js';
export { dataPoint, type DataPoint } from './model/data-point.js';
export { description, findSetting, type Description } from './model/description.js';
export { isTimeSeries, measurement, type AbsentMetric, type Measurement, type Reading } from './model/measurement.js';
export { metric, type Metric } from './model/metric.js';
export { summarize, timeSeries, type SeriesSummary, type TimedValue, type TimeSeries } from './model/time-series.js';
export { convertUnit, units, type Unit } from './model/unit.js';
export type {
  EnumSetting,
  EnvironmentBinding,
  RangeSetting,
  Setting,
  SettingBase,
  SettingValue,
} from './model/settings/setting.js';
export { cpuSetting, type CpuOptions } from './model/settings/cpu-setting.js';
export { enumSetting, type EnumOptions } from './model/settings/enum-setting.js';
export { environmentEnumSetting } from './model/settings/environment-enum-setting.js';
export { environmentRangeSetting, type EnvironmentRangeOptions } from './model/settings/environment-range-setting.js';
export { instanceTypeSetting } from './model/settings/instance-type-setting.js';
export { memorySetting } from './model/settings/memory-setting.js';
export { rangeSetting, type RangeOptions } from './model/settings/range-setting.js';
export { replicasSetting, type ReplicasOptions } from './model/settings/replicas-setting.js';
export { isOnStep, nearestStep } from './model/settings/range-steps.js';
export { settingProblems } from './model/settings/setting-problems.js';
export { settingRejection } from './model/settings/setting-rejection.js';
export { settingSummary } from './model/settings/setting-summary.js';
export { withValue } from './model/settings/with-value.js';

// For connector authors: errors, time, logging
export { ServoError, type ServoErrorOptions } from './errors/servo-error.js';
export { EventError, type EventErrorOptions } from './errors/event-error.js';
export { MeasurementFailedError } from './errors/measurement-failed-error.js';
export { AdjustmentFailedError } from './errors/adjustment-failed-error.js';
export { AdjustmentRejectedError } from './errors/adjustment-rejected-error.js';
export { EventAbortedError } from './errors/event-aborted-error.js';
export { EventCancelledError } from './errors/event-cancelled-error.js';
export { ConfigurationError, type ConfigurationProblem, type ProblemExcerpt } from './errors/configuration-error.js';
export { HandlerError, type HandlerSource } from './errors/handler-error.js';
export { Duration, type DurationLike } from './time/duration.js';
export type { Clock, SleepOptions } from './time/clock.js';
export { systemClock } from './time/system-clock.js';
export { deadline, type Deadline, type DeadlineOptions } from './time/deadline.js';
export { backoff, type BackoffOptions } from './time/backoff.js';
export { pollUntil, type PollOptions } from './time/poll-until.js';
export type { LogFields, Logger } from './logging/logger.js';
export { silentLogger } from './logging/silent-logger.js';
export { maskSecrets } from './config/mask-secrets.js';

// For other libraries: test kits and embedders
export { handlersOf } from './events/handlers-of.js';
export type { HandlerDeclaration } from './events/handler-declaration.js';
export { checksOf } from './checks/checks-of.js';
export { isConnectorClass } from './connector/connector-class.js';
export type { ChecksClass, ConnectorClass } from './connector/connector-class.js';
export type { EventSchemas } from './connector/event-schemas.js';
export type { ConfigSchema, InferConfig } from './config/config-schema.js';
export type { ConnectorPort } from './events/connector-port.js';
export type { Awaitable, HandlerDecorator } from './events/handler-decorator.js';
export type { CheckDecorator } from './checks/check-decorator.js';
export { mostSevereError, type MostSevere } from './errors/most-severe-error.js';
export { errorCodes, type ErrorCode } from './errors/error-codes.js';
