import { expect, test } from 'vitest';
import { AdjustmentFailedError } from './adjustment-failed-error.js';
import { AdjustmentRejectedError } from './adjustment-rejected-error.js';
import { EventAbortedError } from './event-aborted-error.js';
import { EventCancelledError } from './event-cancelled-error.js';
import { EventError } from './event-error.js';
import { MeasurementFailedError } from './measurement-failed-error.js';

test.each([
  [MeasurementFailedError, 'MEASUREMENT_FAILED', true],
  [AdjustmentFailedError, 'ADJUSTMENT_FAILED', true],
  [AdjustmentRejectedError, 'ADJUSTMENT_REJECTED', false],
  [EventAbortedError, 'EVENT_ABORTED', false],
  [EventCancelledError, 'EVENT_CANCELLED', false],
])('%o has its own code and says whether to try again', (type, code, retryable) => {
  const cause = new Error('underneath');
  const error = new type('no', { reason: 'start-failed', cause, hint: 'Read the log.' });
  expect(error).toBeInstanceOf(EventError);
  expect(error).toMatchObject({ code, retryable, message: 'no', reason: 'start-failed', cause, hint: 'Read the log.' });
  expect(new type('no').reason).toBeUndefined();
});

test('AdjustmentFailedError can say that trying again is of no use', () => {
  expect(new AdjustmentFailedError('no', { retryable: false }).retryable).toBe(false);
});

test('AdjustmentRejectedError is never retryable', () => {
  expect(new AdjustmentRejectedError('no', { retryable: true }).retryable).toBe(false);
});
