import { AdjustmentRejectedError, ConfigurationError, ServoError } from '@servo/core';
import type { StudyReport } from '@servo/core/wire';
import { exitCodes } from './exit-codes.js';

const writtenByTheUser =
  /^(CONFIGURATION|CONNECTOR|CONSTRAINT|CONDITION|OBJECTIVE|PRICE|USAGE|SETTING|DURATION|METRIC|COMPONENT)_|^(OPTIMIZER_MISSING|OPTIMIZER_NOT_INSTALLED|LOG_FILE_INVALID|DEPLOYMENT_MISSING|LOCK_MISSING|PLAN_UNKNOWN|SERVO_AMBIGUOUS|SERVO_UNKNOWN)$/;

/** Which exit code an error becomes. */
export function exitCodeOf(thrown: unknown): number {
  if (thrown instanceof ConfigurationError) return exitCodes.usage;
  if (thrown instanceof AdjustmentRejectedError && thrown.reason === 'invalid-adjustment') return exitCodes.usage;
  const written = thrown instanceof ServoError && writtenByTheUser.test(thrown.code);
  return written ? exitCodes.usage : exitCodes.failed;
}

/** Which exit code the studies of a run become. */
export function exitCodeOfStudies(reports: readonly StudyReport[]): number {
  if (reports.some(({ conclusion }) => conclusion === 'failed')) return exitCodes.failed;
  return reports.some(({ conclusion }) => conclusion === 'nothing-feasible')
    ? exitCodes.nothingFeasible
    : exitCodes.done;
}
