/**
 * Writes a value as it stands in a message: text in quotes, so that `"5"` and `5` look different. Internal: not covered
 * by semver.
 */
export function quoteValue(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(value);
  return typeof value === 'object' ? json(value) : String(value as number | bigint | boolean | symbol); // or a function
}

function json(value: object): string {
  try {
    return JSON.stringify(value);
  } catch {
    return Object.prototype.toString.call(value); // it contains itself
  }
}
