import { constants } from 'node:os';
import { AdjustmentRejectedError, ConfigurationError, ServoError } from '@servo/core';
import type { Shutdown } from '@servo/core/runtime';
import type { StudyReport } from '@servo/core/wire';
import { exitCodes } from './exit-codes.js';

const writtenByTheUser =
  /^(CONFIGURATION|CONNECTOR|CONSTRAINT|CONDITION|OBJECTIVE|PRICE|USAGE|SETTING|DURATION|METRIC|COMPONENT)_|^(OPTIMIZER_MISSING|OPTIMIZER_NOT_INSTALLED|LOG_FILE_INVALID|DEPLOYMENT_MISSING|LOCK_MISSING|PLAN_UNKNOWN|SERVO_AMBIGUOUS|SERVO_UNKNOWN)$/;

/** Which exit code an error becomes; what a signal ended says so as a shell does. */
export function exitCodeOf(thrown: unknown): number {
  const signal = signalOf(thrown);
  if (signal !== undefined) return 128 + signal;
  if (thrown instanceof ConfigurationError) return exitCodes.usage;
  if (thrown instanceof AdjustmentRejectedError && thrown.reason === 'invalid-adjustment') return exitCodes.usage;
  const written = thrown instanceof ServoError && writtenByTheUser.test(thrown.code);
  return written ? exitCodes.usage : exitCodes.failed;
}

/** The number of the signal that ended a command. */
export function signalOf(thrown: unknown): number | undefined {
  if (!(thrown instanceof ServoError) || thrown.code !== 'SHUTDOWN') return undefined;
  const signals: Readonly<Record<string, number | undefined>> = constants.signals; // not every system has each
  return signals[(thrown as Partial<Shutdown>).reason ?? ''];
}

/** Which exit code the studies of a run become. */
export function exitCodeOfStudies(reports: readonly StudyReport[]): number {
  if (reports.some(({ conclusion }) => conclusion === 'failed')) return exitCodes.failed;
  return reports.some(({ conclusion }) => conclusion === 'nothing-feasible')
    ? exitCodes.nothingFeasible
    : exitCodes.done;
}
