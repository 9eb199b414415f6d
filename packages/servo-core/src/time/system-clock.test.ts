import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemClock } from './system-clock.js';

beforeEach(() => vi.useFakeTimers({ now: 1_000 }));
afterEach(() => vi.useRealTimers());

/** Whether a promise has settled by now. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  promise.then(
    () => (done = true),
    () => (done = true),
  );
  await vi.advanceTimersByTimeAsync(0);
  return done;
}

test('systemClock.now() is the time of day; systemClock.monotonic() does not follow when that is set back', () => {
  expect(systemClock.now()).toBe(1_000);
  const start = systemClock.monotonic();
  vi.advanceTimersByTime(50);
  vi.setSystemTime(0);
  expect(systemClock.now()).toBe(0);
  expect(systemClock.monotonic() - start).toBe(50);
});

test('systemClock.sleep() ends when its time is up and leaves no listener', async () => {
  const { signal } = new AbortController();
  const sleeping = systemClock.sleep(1_000, { signal });
  await vi.advanceTimersByTimeAsync(999);
  expect(await settled(sleeping)).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await expect(sleeping).resolves.toBeUndefined();
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('systemClock.sleep() rejects with the abort reason and stops its timer', async () => {
  const controller = new AbortController();
  const sleeping = systemClock.sleep(1_000, { signal: controller.signal });
  controller.abort('enough');
  await expect(sleeping).rejects.toBe('enough');
  expect(vi.getTimerCount()).toBe(0);
});

test('systemClock.sleep() starts no timer for a signal that is aborted already', async () => {
  await expect(systemClock.sleep(1_000, { signal: AbortSignal.abort('no') })).rejects.toBe('no');
  expect(vi.getTimerCount()).toBe(0);
});

test('systemClock.sleep() can wait longer than a timer can', async () => {
  const month = 30 * 86_400_000;
  const sleeping = systemClock.sleep(month);
  await vi.advanceTimersByTimeAsync(month - 1);
  expect(await settled(sleeping)).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await settled(sleeping)).toBe(true);
});
