import { expect, test } from 'vitest';
import { FakeClock } from '../../../../servo-testing/src/fake-clock.js';
import type { ServoEvent } from '../runner/servo-event.js';
import { StatusTracker } from './status-tracker.js';

type Unnamed<T> = T extends unknown ? Omit<T, 'servo'> : never;

function tracked() {
  const clock = new FakeClock({ now: 1_000 });
  const tracker = new StatusTracker('web', clock);
  const tell = (event: Unnamed<ServoEvent>) => tracker.observe({ ...event, servo: 'web' } as ServoEvent); // put together again
  return { clock, tracker, tell };
}

test('StatusTracker follows a command from its start over its progress to its end', async () => {
  const { clock, tracker, tell } = tracked();
  expect(tracker.status).toEqual({ servo: 'web', activity: 'starting', since: 1_000 });
  tell({ type: 'connected', optimizer: 'example.com/web' });
  await clock.advance(500);
  tell({ type: 'command-started', command: 'MEASURE', uid: 'u1', detail: 'p99', limit: 60_000 });
  tell({ type: 'progress', command: 'MEASURE', percent: 40, message: 'measuring' });
  expect(tracker.status).toMatchObject({
    activity: 'working',
    since: 1_500,
    optimizer: 'example.com/web',
    command: { name: 'MEASURE', uid: 'u1', detail: 'p99', startedAt: 1_500, percent: 40, message: 'measuring' },
  });
  tell({ type: 'command-finished', command: 'MEASURE', status: 'failed', message: 'no traffic', elapsed: 5 });
  expect(tracker.status).toMatchObject({
    activity: 'asking',
    lastError: { at: 1_500, message: 'MEASURE failed: no traffic' },
  });
  expect(tracker.status.command).toBeUndefined();
});

test('StatusTracker says until when a servo waits, and why', () => {
  const { tracker, tell } = tracked();
  tell({ type: 'sleeping', milliseconds: 60_000, reason: 'nothing to do' });
  expect(tracker.status).toMatchObject({ activity: 'sleeping', until: 61_000, reason: 'nothing to do' });
  tell({ type: 'retrying', milliseconds: 2_000, message: 'no route' });
  expect(tracker.status).toMatchObject({ activity: 'retrying', until: 3_000, lastError: { message: 'no route' } });
  tell({ type: 'turned' });
  expect(tracker.status).toMatchObject({ activity: 'asking', lastError: { message: 'no route' } });
  expect(tracker.status.until).toBeUndefined();
});

test('StatusTracker knows a servo that rests', () => {
  const { tracker, tell } = tracked();
  tell({ type: 'connected', optimizer: 'x' });
  tell({ type: 'paused' });
  expect(tracker.status).toMatchObject({ activity: 'paused', optimizer: undefined });
});
