import { dataPoint, metric } from '@servo/core';
import { expect, test } from 'vitest';
import { eventContext } from './event-context.js';

test('eventContext() can be copied, as a real context can', () => {
  const context = eventContext();
  const { signal, clock } = { ...context };
  expect({ signal, clock }).toEqual({ signal: context.signal, clock: context.clock });
});

test('eventContext() remembers progress, readings and guards', () => {
  const context = eventContext({ event: 'adjust' });
  context.progress(50, 'half');
  context.report(dataPoint(metric('up'), 0, 1));
  context.guard();
  expect(context.progressed).toEqual([{ percent: 50, message: 'half' }]);
  expect(context.reported).toHaveLength(1);
  expect(context.guarded).toBe(1);
});

test('eventContext().abort() aborts the signal, and so does a signal that was handed in', () => {
  const outer = new AbortController();
  const [first, second] = [eventContext(), eventContext({ signal: outer.signal })];
  first.abort('why');
  outer.abort('outer');
  expect([first.signal.reason, second.signal.reason]).toEqual(['why', 'outer']);
});

test('eventContext().cancel() and guard() after revoke() throw', () => {
  const context = eventContext();
  expect(() => context.cancel('holiday')).toThrow(expect.objectContaining({ code: 'EVENT_CANCELLED' }));
  context.revoke();
  expect(() => context.guard()).toThrow(expect.objectContaining({ code: 'HANDLER_REVOKED' }));
});
