import { AdjustmentFailedError, AdjustmentRejectedError, ConfigurationError, ServoError } from '@servo/core';
import { expect, test } from 'vitest';
import { sampleReport } from '../test/support/sample-study.js';
import { exitCodeOf, exitCodeOfStudies } from './exit-code.js';

test.each([
  [new ConfigurationError([{ message: 'no' }], { code: 'STORE_LIKE' }), 2],
  [new ServoError('USAGE_INVALID', 'no'), 2],
  [new ServoError('CONNECTOR_NOT_INSTALLED', 'no'), 2],
  [new ServoError('DURATION_INVALID', 'no'), 2],
  [new ServoError('OPTIMIZER_MISSING', 'no'), 2],
  [new ServoError('OPTIMIZER_UNAUTHORIZED', 'no'), 1],
  [new AdjustmentRejectedError('no', { reason: 'invalid-adjustment' }), 2],
  [new AdjustmentRejectedError('no', { reason: 'start-failed' }), 1],
  [new AdjustmentFailedError('no'), 1],
  [new ServoError('STATE_LOCKED', 'no'), 1],
  [new TypeError('no'), 1],
])('exitCodeOf() tells what the user wrote from what went wrong: %o is %d', (error, code) => {
  expect(exitCodeOf(error)).toBe(code);
});

test('exitCodeOfStudies() is that of the worst study', () => {
  const of = (...conclusions: readonly ReturnType<typeof sampleReport>['conclusion'][]): number =>
    exitCodeOfStudies(conclusions.map((conclusion) => sampleReport({ conclusion })));
  expect(of()).toBe(0);
  expect(of('improved', 'present-is-best')).toBe(0);
  expect(of('improved', 'nothing-feasible')).toBe(3);
  expect(of('nothing-feasible', 'failed')).toBe(1);
});
