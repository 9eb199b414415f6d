/**
 * Ends a measurement early when it clearly breaks what the optimizer asked for.
 *
 * @module
 */

// For connector authors
export { failFast, type FailFastOptions } from './fast-fail/fail-fast.js';
export {
  fastFailConfig,
  type FastFailConfig,
  type FastFailInput,
  type FastFailSchema,
} from './fast-fail/fast-fail-config.js';
export { RecentReadings } from './fast-fail/recent-readings.js';
export { sloConditions } from './fast-fail/slo-conditions.js';
export { formatCondition, type SloCondition, type ThresholdMetric } from './fast-fail/slo-condition.js';
export { watchSlo, type SampleRequest, type SloWatchOptions } from './fast-fail/watch-slo.js';

// For other libraries: the judgement alone
export { formatJudgements, judgeSlo, sloViolation, type SloJudgement } from './fast-fail/judge-slo.js';
export { formatOutcome, type SloOptions, type SloOutcome } from './fast-fail/slo-outcome.js';
export { sloSample, type SloSample } from './fast-fail/slo-sample.js';
