/**
 * The protocol between servo and optimizer, one source for client, server and test double; and what an embedded
 * optimizer is given and gives. Not covered by semver: it is for the packages of this project.
 *
 * @module
 */

// What the servo says
export { completionEvents, requestEvents, wireRequest, type RequestEvent, type WireRequest } from './wire/request.js';
export {
  absentAnnotation,
  countsAnnotation,
  loadAnnotation,
  wireCompletion,
  wireProgress,
  type WireCompletion,
  type WireProgress,
} from './wire/completion.js';
export { completionStatusOf, type FailureStatus } from './wire/completion-status.js';
export { completionStatuses, wireStatus, type CompletionStatus, type WireStatus } from './wire/status.js';

// What the optimizer says
export {
  commandNames,
  describeParam,
  measureParam,
  sleepParam,
  wireCommand,
  wireControl,
  type CommandName,
  type WireCommand,
} from './wire/command.js';
export { adjustParam, promoteKey } from './wire/adjust-param.js';

// The model on the wire
export { fromDescriptor, toDescriptor, wireDescriptor, type WireDescriptor } from './wire/descriptor.js';
export { fromReadings, toReadings, wireReadings, type WireReadings } from './wire/readings.js';
export { fromState, toState, wireState, type WireState } from './wire/state.js';

// The embedded optimizer
export {
  fullMetricName,
  parseCondition,
  type ConditionOperator,
  type MetricCondition,
} from './optimizer/metric-condition.js';
export {
  appdynamicsOptimizerConfig,
  embeddedOptimizerConfig,
  opsaniOptimizerConfig,
} from './optimizer/optimizer-config.js';
export type {
  AppdynamicsOptimizerConfig,
  EmbeddedOptimizerConfig,
  OpsaniOptimizerConfig,
  OptimizerConfig,
} from './optimizer/optimizer-config.js';
export type {
  EmbeddedOptimizer,
  EmbeddedOptimizerFactory,
  EmbeddedOptimizerOptions,
} from './optimizer/embedded-optimizer.js';
export type {
  ConstraintReport,
  MetricEstimate,
  Settings,
  StudyConclusion,
  StudyEvent,
  StudyReport,
  TrialCause,
  TrialReport,
  TrialVerdict,
} from './optimizer/study-report.js';
