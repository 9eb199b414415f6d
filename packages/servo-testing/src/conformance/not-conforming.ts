import { isDeepStrictEqual } from 'node:util';
import { ServoError } from '@servo/core';

/** Makes the error of a connector that does not keep what it must. */
export function notConforming(message: string): ServoError {
  return new ServoError('CONNECTOR_NOT_CONFORMING', message, {
    hint: 'docs/writing-a-connector.md says what a connector must keep, and how.',
  });
}

/** Asserts that two things are the same. */
export function assertSame(found: unknown, expected: unknown, what: string): void {
  if (isDeepStrictEqual(found, expected)) return;
  throw notConforming(`${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
}
