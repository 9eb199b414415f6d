import { inspect } from 'node:util';

/**
 * Writes a value as it stands in a message: text in quotes, so that `"5"` and `5` look different. Internal: not covered
 * by semver.
 */
export function quoteValue(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  return typeof value === 'string' ? JSON.stringify(value) : inspect(value, { breakLength: Infinity });
}
