import type { ServoActivity, ServoStatus } from '@servo/core/runtime';
import { expect, test } from 'vitest';
import { FakeClock } from '../../servo-testing/src/fake-clock.js';
import { steered } from './steered.js';

/** Steers two servos, of which one goes through some states; answers the one that is told in the end. */
async function last(command: 'status' | 'pause' | 'resume', activities: readonly ServoActivity[]): Promise<unknown> {
  const rest = [...activities];
  const status = (activity: ServoActivity): ServoStatus => ({ servo: 'web', activity, since: 0 });
  const ask = async () => [
    status(rest.length > 1 ? (rest.shift() ?? 'stopped') : (rest[0] ?? 'stopped')),
    status(command === 'pause' ? 'paused' : 'asking'),
  ];
  const clock = new FakeClock();
  const servos = await clock.until(steered(command, { ask, clock, signal: new AbortController().signal }));
  return servos[0]?.activity;
}

test.each([
  ['pause', ['working', 'restoring', 'paused', 'asking'], 'paused'],
  ['pause', ['retrying', 'stopped', 'asking'], 'stopped'],
  ['resume', ['paused', 'asking', 'working'], 'asking'],
  ['status', ['working', 'paused'], 'working'],
  ['pause', ['restoring'], 'restoring'],
] as const)('steered() waits until %s of %j is done', async (command, activities, activity) => {
  expect(await last(command, activities)).toBe(activity);
});
