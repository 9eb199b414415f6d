import { expect, test } from 'vitest';
import { TurnQueue } from './turn-queue.js';

const never = new AbortController().signal;

test('TurnQueue.take() lets one thing happen at a time, in order', async () => {
  const queue = new TurnQueue();
  const seen: string[] = [];
  const work = (name: string) => async (): Promise<string> => {
    seen.push(`${name} begins`);
    await Promise.resolve();
    seen.push(`${name} ends`);
    return name;
  };
  expect(await Promise.all([queue.take(never, work('a')), queue.take(never, work('b'))])).toEqual(['a', 'b']);
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});

test('TurnQueue.take() goes on after a failure', async () => {
  const queue = new TurnQueue();
  const failure = new Error('no');
  await expect(queue.take(never, () => Promise.reject(failure))).rejects.toBe(failure);
  expect(await queue.take(never, async () => 1)).toBe(1);
});

test('TurnQueue.interrupt() ends what is under way and what waits, and not what comes after', async () => {
  const queue = new TurnQueue();
  const reason = new Error('stop');
  const aborted = (signal: AbortSignal): Promise<never> =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const first = expect(queue.take(never, aborted)).rejects.toBe(reason);
  const second = expect(queue.take(never, async () => 2)).rejects.toBe(reason);
  await Promise.resolve();
  expect(await queue.interrupt(reason, async () => 'stopped')).toBe('stopped');
  await Promise.all([first, second]);
  expect(await queue.take(never, async () => 3)).toBe(3);
});
