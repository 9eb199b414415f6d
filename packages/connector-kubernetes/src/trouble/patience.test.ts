import { FakeClock } from '@servo/testing';
import { expect, test } from 'vitest';
import { Patience } from './patience.js';

test('Patience ends with a trouble that lasted without a break, however it is worded', async () => {
  const clock = new FakeClock();
  const patience = new Patience(clock, 5_000);
  expect(patience.endsWith('a')).toBeUndefined();
  await clock.advance(4_999);
  expect(patience.endsWith('a')).toBeUndefined();
  expect(patience.endsWith(undefined)).toBeUndefined();
  await clock.advance(1);
  expect(patience.endsWith('a')).toBeUndefined();
  await clock.advance(5_000);
  expect(patience.endsWith('b')).toBe('b');
  expect(patience.endsWith(undefined)).toBeUndefined();
});
