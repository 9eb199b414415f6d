import { expect, test } from 'vitest';
import { together } from './together.js';

/** Work that ends with its signal, and notes that it did. */
function endless(signal: AbortSignal, ended: unknown[]): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      setImmediate(() => {
        ended.push(signal.reason);
        reject(signal.reason);
      });
    });
  });
}

test('together() answers what each work does', async () => {
  const { signal } = new AbortController();
  expect(await together(signal, () => [Promise.resolve(1), Promise.resolve('a')] as const)).toEqual([1, 'a']);
});

test('together() ends the others when one fails, and waits for them', async () => {
  const broken = new Error('broken');
  const ended: unknown[] = [];
  const { signal } = new AbortController();
  const works = together(signal, (each) => [endless(each, ended), Promise.reject(broken), endless(each, ended)]);
  await expect(works).rejects.toBe(broken);
  expect(ended).toEqual([broken, broken]);
});

test('together() ends all with the signal', async () => {
  const ended: unknown[] = [];
  const stop = new AbortController();
  const works = together(stop.signal, (each) => [endless(each, ended)]);
  stop.abort(new Error('enough'));
  await expect(works).rejects.toThrow('enough');
  expect(ended).toHaveLength(1);
});
