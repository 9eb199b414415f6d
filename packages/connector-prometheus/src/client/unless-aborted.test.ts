import { expect, test } from 'vitest';
import { unlessAborted } from './unless-aborted.js';

const never = new Promise<number>(() => {});

test('unlessAborted() answers and fails as the work does', async () => {
  const { signal } = new AbortController();
  expect(await unlessAborted(Promise.resolve(1), signal)).toBe(1);
  await expect(unlessAborted(Promise.reject(new Error('broken')), signal)).rejects.toThrow('broken');
});

test('unlessAborted() ends with the signal, whether that aborts before or later', async () => {
  await expect(unlessAborted(never, AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
  const stop = new AbortController();
  const work = unlessAborted(never, stop.signal);
  stop.abort(new Error('later'));
  await expect(work).rejects.toThrow('later');
});
