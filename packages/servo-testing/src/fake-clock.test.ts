import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { FakeClock } from './fake-clock.js';

test('FakeClock.now() starts at a fixed date and moves with the time', async () => {
  const clock = new FakeClock();
  expect(new Date(clock.now()).toISOString()).toBe('2026-01-01T00:00:00.000Z');
  await clock.advance(1_500);
  expect(new Date(clock.now()).toISOString()).toBe('2026-01-01T00:00:01.500Z');
  expect(clock.monotonic()).toBe(1_500);
});

test('FakeClock.sleep() does not end before its time', async () => {
  const clock = new FakeClock();
  let ended = false;
  const sleeping = clock.sleep(10).then(() => (ended = true));
  await clock.advance(9);
  expect([ended, clock.pending]).toEqual([false, 1]);
  await clock.advance(1);
  expect([ended, clock.pending]).toEqual([true, 0]);
  await sleeping;
});

test('FakeClock.advance() ends waits in order of time, each at its own time', async () => {
  const clock = new FakeClock();
  const seen: [string, number][] = [];
  const note = async (name: string, wait: number): Promise<void> => {
    await clock.sleep(wait);
    seen.push([name, clock.monotonic()]);
  };
  const all = Promise.all([note('late', 30), note('early', 10), note('same', 10)]);
  await clock.advance(100);
  await all;
  expect(seen).toEqual([
    ['early', 10],
    ['same', 10],
    ['late', 30],
  ]);
  expect(clock.monotonic()).toBe(100);
});

test('FakeClock.advance() serves waits that begin on the way', async () => {
  const clock = new FakeClock();
  const times: number[] = [];
  const loop = (async () => {
    for (let turn = 0; turn < 4; turn += 1) {
      await clock.sleep(10);
      await Promise.resolve().then(() => Promise.resolve());
      times.push(clock.monotonic());
    }
  })();
  await clock.advance(35);
  expect(times).toEqual([10, 20, 30]);
  await clock.advance(5);
  await loop;
  expect(clock.sleeps).toEqual([10, 10, 10, 10]);
});

test('FakeClock.sleep() rejects with the abort reason and forgets the wait', async () => {
  const clock = new FakeClock();
  const controller = new AbortController();
  const reason = new Error('enough');
  const sleeping = clock.sleep(10, { signal: controller.signal });
  controller.abort(reason);
  await expect(sleeping).rejects.toBe(reason);
  await expect(clock.sleep(10, { signal: controller.signal })).rejects.toBe(reason);
  expect(clock.pending).toBe(0);
});

test('FakeClock.until() moves the time as long as work waits for it, and leaves time to files', async () => {
  const clock = new FakeClock();
  const work = async (): Promise<number> => {
    let read = 0;
    for (let turn = 0; turn < 3; turn += 1) {
      read += (await readFile(new URL(import.meta.url))).length;
      await clock.sleep(60_000);
    }
    return read;
  };
  expect(await clock.until(work())).toBeGreaterThan(0);
  expect(clock.monotonic()).toBe(180_000);
});

test('FakeClock.until() rejects as the work does', async () => {
  const clock = new FakeClock();
  const work = clock.sleep(5).then(() => Promise.reject(new Error('failed')));
  await expect(clock.until(work)).rejects.toThrow('failed');
  expect(clock.monotonic()).toBe(5);
});
