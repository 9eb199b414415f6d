import { expect, test } from 'vitest';
import { maskedEvent } from './masked-event.js';
import type { ServoEvent } from './servo-event.js';

test.for<[ServoEvent, Partial<ServoEvent>]>([
  [
    { servo: 'web', type: 'retrying', milliseconds: 1, message: 'refused Authorization: Bearer abc' },
    { message: 'refused Authorization: [secret]' },
  ],
  [{ servo: 'web', type: 'sleeping', milliseconds: 1, reason: 'token=abc' }, { reason: 'token=[secret]' }],
  [
    { servo: 'web', type: 'handover', connector: 'c', lines: ['API_KEY=x start'] },
    { lines: ['API_KEY=[secret] start'] },
  ],
])('maskedEvent() shows what is said without secrets: %j', ([event, shown]) => {
  expect(maskedEvent(event)).toEqual({ ...event, ...shown });
});

test('maskedEvent() leaves an event alone in which nobody says anything', () => {
  const event: ServoEvent = { servo: 'web', type: 'turned' };
  expect(maskedEvent(event)).toBe(event);
});
