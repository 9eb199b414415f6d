import { expect, test } from 'vitest';
import { AdjustmentFailedError } from '../errors/adjustment-failed-error.js';
import { AdjustmentRejectedError } from '../errors/adjustment-rejected-error.js';
import { EventAbortedError } from '../errors/event-aborted-error.js';
import { EventCancelledError } from '../errors/event-cancelled-error.js';
import { HandlerError } from '../errors/handler-error.js';
import { MeasurementFailedError } from '../errors/measurement-failed-error.js';
import { wireCompletion } from './completion.js';
import { completionStatusOf } from './completion-status.js';

test.each([
  [new AdjustmentRejectedError('foo'), 'rejected', 'foo'],
  [new EventAbortedError('bar'), 'aborted', 'bar'],
  [new EventCancelledError('Command cancelled'), 'cancelled', 'Command cancelled'],
  [new MeasurementFailedError('no data'), 'failed', 'no data'],
  [new AdjustmentFailedError('503'), 'failed', '503'],
])('completionStatusOf() tells %s apart', (error, status, message) => {
  expect(completionStatusOf(error)).toStrictEqual({ status, message, reason: null });
  expect(wireCompletion.parse(completionStatusOf(error))).toStrictEqual({ status, message, reason: null });
});

test('completionStatusOf() gives the reason that the error gives', () => {
  expect(completionStatusOf(new AdjustmentRejectedError('no', { reason: 'start-failed' })).reason).toBe('start-failed');
});

test('completionStatusOf() fails with a reason for what nobody foresaw', () => {
  const cause = new TypeError('x is not a function');
  const source = { connector: 'trace', event: 'measure', phase: 'on', handler: 'run' };
  expect(completionStatusOf(cause)).toEqual({ status: 'failed', message: cause.message, reason: 'unexpected' });
  expect(completionStatusOf(new HandlerError(source, cause))).toMatchObject({
    status: 'failed',
    reason: 'handler-failed',
  });
});

test('completionStatusOf() answers the most severe failure and hands on the messages of the others', () => {
  const group = new AggregateError([
    new AdjustmentFailedError('later'),
    new AggregateError([new AdjustmentRejectedError('never', { reason: 'unschedulable' }), new Error('odd')]),
  ]);
  expect(completionStatusOf(group)).toEqual({
    status: 'rejected',
    message: 'never',
    reason: 'unschedulable',
    other_messages: ['later', 'odd'],
  });
});
