import { expect, test } from 'vitest';
import { completionEvents, wireRequest } from './request.js';

test('wireRequest always has its three keys', () => {
  expect(wireRequest.parse({ event: 'WHATS_NEXT' })).toStrictEqual({
    event: 'WHATS_NEXT',
    param: null,
    servo_uid: null,
  });
});

test('wireRequest refuses an event that no servo sends', () => {
  expect(wireRequest.safeParse({ event: 'SET_STATE' }).success).toBe(false);
});

test('completionEvents names what ends each command that is answered', () => {
  expect(completionEvents).toEqual({ DESCRIBE: 'DESCRIPTION', MEASURE: 'MEASUREMENT', ADJUST: 'ADJUSTMENT' });
});
