import { expect, test } from 'vitest';
import { refusal } from './api-error.js';
import { retryAfter } from './retry-after.js';

const date = 'Sun, 06 Nov 1994 08:49:37 GMT';

test.each([
  ['a number', '7', 7],
  ['a date after that of the answer', 'Sun, 06 Nov 1994 08:49:47 GMT', 10],
  ['a day', '86400', 60],
  ['a date of the next day', 'Mon, 07 Nov 1994 08:49:37 GMT', 60],
  ['a date that is over', 'Sun, 06 Nov 1994 08:49:07 GMT', undefined],
  ['nothing', undefined, undefined],
  ['no wait', '0', undefined],
  ['neither a number nor a date', 'soon', undefined],
])('retryAfter() reads %s', (_, wish, seconds) => {
  expect(retryAfter({ date, 'retry-after': wish })).toBe(seconds);
});

test('retryAfter() makes nothing of a date that there is nothing to compare with', () => {
  expect(retryAfter({ 'retry-after': date })).toBeUndefined();
});

test('refusal() keeps within reason what the body of an answer asks for', () => {
  const body = JSON.stringify({ details: { retryAfterSeconds: 86_400 } });
  expect(refusal(429, body, { where: 'https://shop.invalid' }).retryAfter).toBe(60);
});
