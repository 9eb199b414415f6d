import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { LineQueue } from './line-queue.js';

async function all(lines: AsyncIterable<string>): Promise<string[]> {
  const taken: string[] = [];
  for await (const line of lines) taken.push(line);
  return taken;
}

test('LineQueue drops the oldest lines while nobody reads', async () => {
  const queue = new LineQueue(3);
  for (const line of ['a', 'b', 'c', 'd']) await queue.push(line);
  queue.close();
  expect(await all(queue)).toEqual(['c', 'd']);
});

test('LineQueue.push() waits for the reader and loses nothing', async () => {
  const queue = new LineQueue(2);
  const reader = queue[Symbol.asyncIterator]();
  const first = reader.next();
  await queue.push('a');
  expect(await first).toEqual({ done: false, value: 'a' });
  await queue.push('b');
  let pushed = false;
  const pushing = queue.push('c').then(() => (pushed = true));
  await nextTurn();
  expect(pushed).toBe(false);
  expect((await reader.next()).value).toBe('b');
  await pushing;
  expect((await reader.next()).value).toBe('c');
});

test('LineQueue drops again when its reader has left', async () => {
  const queue = new LineQueue(2);
  await queue.push('a');
  for await (const line of queue) {
    expect(line).toBe('a');
    break;
  }
  for (const line of ['b', 'c', 'd']) await queue.push(line);
  queue.close();
  expect(await all(queue)).toEqual(['d']);
});

test('LineQueue.release() lets everything in', async () => {
  const queue = new LineQueue(2);
  queue.release();
  for (const line of ['a', 'b', 'c']) await queue.push(line);
  queue.close();
  expect(await all(queue)).toEqual(['a', 'b', 'c']);
});

test('LineQueue.close() hands a failure to the reader after the lines', async () => {
  const queue = new LineQueue(5);
  await queue.push('a');
  const failure = new Error('torn');
  queue.close(failure);
  const reader = queue[Symbol.asyncIterator]();
  expect((await reader.next()).value).toBe('a');
  await expect(reader.next()).rejects.toBe(failure);
});
