import { Duration } from '@servo/core';

/** Reads a duration of the command line; as in servo.yaml, a number alone is in seconds. */
export function givenDuration(text: string): Duration {
  return Duration.from(/^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : text);
}
