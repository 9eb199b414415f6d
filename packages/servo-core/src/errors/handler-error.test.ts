import { expect, test } from 'vitest';
import { HandlerError } from './handler-error.js';

const source = { connector: 'trace', event: 'adjust', phase: 'on', handler: 'apply' };

test('HandlerError names connector, handler and event, and keeps the cause', () => {
  const cause = new TypeError('x is not a function');
  const error = new HandlerError(source, cause);
  expect(error).toMatchObject({
    code: 'HANDLER_FAILED',
    message: 'Connector "trace" failed in apply() of adjust: x is not a function',
    cause,
    source,
  });
});

test('HandlerError names the phase unless it is on', () => {
  const error = new HandlerError({ ...source, phase: 'after' }, 'plain text');
  expect(error.message).toBe('Connector "trace" failed in apply() of after:adjust: plain text');
});
