import { expect, test } from 'vitest';
import { SharedWork } from './shared-work.js';

function work() {
  const begun: { readonly signal: AbortSignal; readonly end: PromiseWithResolvers<number> }[] = [];
  const shared = new SharedWork<number>((signal) => {
    const end = Promise.withResolvers<number>();
    signal.addEventListener('abort', () => end.reject(signal.reason));
    begun.push({ signal, end });
    return end.promise;
  });
  return { begun, shared };
}

test('SharedWork.join() does the work once for all who wait, and again for who comes later', async () => {
  const { begun, shared } = work();
  const { signal } = new AbortController();
  const both = [shared.join(signal), shared.join(signal)];
  begun[0]?.end.resolve(1);
  expect(await Promise.all(both)).toEqual([1, 1]);
  const later = shared.join(signal);
  begun[1]?.end.resolve(2);
  expect(await later).toBe(2);
});

test('SharedWork.join() ends the work when the last one who waits goes, and not before', async () => {
  const { begun, shared } = work();
  const [first, second] = [new AbortController(), new AbortController()];
  const waits = [shared.join(first.signal), shared.join(second.signal)];
  first.abort(new Error('first'));
  await expect(waits[0]).rejects.toThrow('first');
  expect(begun[0]?.signal.aborted).toBe(false);
  second.abort(new Error('second'));
  await expect(waits[1]).rejects.toThrow('second');
  expect(begun[0]?.signal.aborted).toBe(true);
});

test('SharedWork.join() fails for all who wait, and begins anew', async () => {
  const { begun, shared } = work();
  const { signal } = new AbortController();
  const both = [shared.join(signal), shared.join(signal)];
  begun[0]?.end.reject(new Error('no'));
  for (const each of both) await expect(each).rejects.toThrow('no');
  const again = shared.join(signal);
  begun[1]?.end.resolve(3);
  expect(await again).toBe(3);
});
