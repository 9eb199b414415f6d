import { expect, test } from 'vitest';
import { AdjustmentFailedError } from './adjustment-failed-error.js';
import { ServoError } from './servo-error.js';

test('ServoError carries what it is given', () => {
  const cause = new Error('refused');
  const error = new ServoError('TOKEN_EXPIRED', 'The token expired', {
    cause,
    hint: 'Create a new one.',
    details: { day: '2026-01-31' },
    retryable: true,
  });
  expect(error).toMatchObject({
    name: 'ServoError',
    code: 'TOKEN_EXPIRED',
    message: 'The token expired',
    hint: 'Create a new one.',
    details: { day: '2026-01-31' },
    retryable: true,
    cause,
  });
});

test('ServoError has no cause, no hint and no details unless given, and is not retryable', () => {
  const error = new ServoError('TOKEN_EXPIRED', 'The token expired');
  expect('cause' in error).toBe(false);
  expect(error).toMatchObject({ hint: undefined, details: {}, retryable: false });
});

test('ServoError.name is the name of the subclass', () => {
  class AcmeError extends ServoError {}
  expect(new AcmeError('ACME', 'no').name).toBe('AcmeError');
  expect(String(new AdjustmentFailedError('no'))).toBe('AdjustmentFailedError: no');
});

test('ServoError.from() returns errors of the family as they are', () => {
  const error = new AdjustmentFailedError('no');
  expect(ServoError.from(error)).toBe(error);
});

test.each([
  [new TypeError('x is not a function'), 'x is not a function'],
  ['plain text', 'plain text'],
  [undefined, 'undefined'],
])('ServoError.from() wraps %s and keeps it as the cause', (thrown, message) => {
  const error = ServoError.from(thrown);
  expect(error).toBeInstanceOf(ServoError);
  expect(error).toMatchObject({ code: 'UNEXPECTED', message, cause: thrown });
});
