import type { LogLevel } from '@servo/core/runtime';

/** The names of the levels, least important first; here, so that the help needs nothing else loaded. */
export const logLevelNames = [
  'trace',
  'debug',
  'info',
  'warn',
  'error',
  'critical',
  'silent',
] as const satisfies readonly LogLevel[];

/** Other names of theirs. `success` lay between what is now `info` and `warn`; nothing is logged there any more. */
const synonyms: Readonly<Record<string, LogLevel>> = {
  success: 'warn',
  warning: 'warn',
  fatal: 'critical',
  off: 'silent',
};

/** The level of a name in any case; what names none, or is several, is returned as it is, to be refused. */
export function logLevelOf<T>(name: T): T | string {
  if (typeof name !== 'string') return name;
  const lower = name.toLowerCase();
  return synonyms[lower] ?? lower;
}
