import { expect, test } from 'vitest';
import { AdjustmentFailedError } from './adjustment-failed-error.js';
import { AdjustmentRejectedError } from './adjustment-rejected-error.js';
import { EventAbortedError } from './event-aborted-error.js';
import { EventCancelledError } from './event-cancelled-error.js';
import { HandlerError } from './handler-error.js';
import { MeasurementFailedError } from './measurement-failed-error.js';
import { mostSevereError } from './most-severe-error.js';
import { ServoError } from './servo-error.js';

const rising = [
  new EventCancelledError('cancelled'),
  new MeasurementFailedError('measurement'),
  new AdjustmentFailedError('adjustment'),
  new AdjustmentRejectedError('rejected'),
  new EventAbortedError('aborted'),
];

test('mostSevereError() picks the highest rank, whatever the order', () => {
  for (let count = rising.length; count > 0; count -= 1) {
    const group = rising.slice(0, count);
    for (const errors of [group, group.toReversed()])
      expect(mostSevereError(new AggregateError(errors)).error).toBe(group.at(-1));
  }
});

test('mostSevereError() picks the first of equals and lists the others in order', () => {
  const [first, second] = [new AdjustmentFailedError('first'), new AdjustmentFailedError('second')];
  const third = new MeasurementFailedError('third');
  expect(mostSevereError(new AggregateError([third, first, second]))).toEqual({
    error: first,
    others: [third, second],
  });
});

test('mostSevereError() looks into nested groups', () => {
  const rejected = new AdjustmentRejectedError('no');
  const nested = new AggregateError([
    new Error('a'),
    new AggregateError([rejected, new AggregateError([new Error('b')])]),
  ]);
  const { error, others } = mostSevereError(nested);
  expect(error).toBe(rejected);
  expect(others.map(({ message }) => message)).toEqual(['a', 'b']);
});

test('mostSevereError() ranks a subclass as its parent', () => {
  class UnschedulableError extends AdjustmentRejectedError {}
  const error = new UnschedulableError('no node');
  expect(mostSevereError(new AggregateError([new AdjustmentFailedError('later'), error])).error).toBe(error);
});

test.each([[new TypeError('x')], ['text'], [new AggregateError([], 'empty group')]])(
  'mostSevereError() wraps %o, which is alone',
  (thrown) => {
    const { error, others } = mostSevereError(thrown);
    expect(error).toBeInstanceOf(ServoError);
    expect(error).toMatchObject({ code: 'UNEXPECTED', cause: thrown });
    expect(others).toEqual([]);
  },
);

test('mostSevereError() looks into what a handler sent itself', () => {
  const rejected = new AdjustmentRejectedError('no');
  const source = { connector: 'a', event: 'adjust', phase: 'on', handler: 'adjust' };
  expect(mostSevereError(new AggregateError([new HandlerError(source, new AggregateError([rejected]))])).error).toBe(
    rejected,
  );
});
