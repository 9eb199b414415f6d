import { FakeClock } from '@servo/testing';
import { expect, test } from 'vitest';
import { pace } from './pace.js';

const never = new AbortController().signal;

test('pace() calls at an even rate and ends with the duration', async () => {
  const clock = new FakeClock();
  const times: number[] = [];
  const paced = pace(() => times.push(clock.monotonic()), { clock, rate: 4, duration: 1_000, signal: never });
  await clock.advance(1_000);
  await paced;
  expect([times, clock.monotonic()]).toEqual([[0, 250, 500, 750], 1_000]);
});

test('pace() calls exactly rate times duration, warm-up or not', async () => {
  const clock = new FakeClock();
  let calls = 0;
  const paced = pace(() => (calls += 1), { clock, rate: 60, duration: 4_000, signal: never });
  await clock.advance(4_000);
  await paced;
  expect(calls).toBe(240);
});

test('pace() makes up for what was delayed', async () => {
  const clock = new FakeClock();
  const late = { now: () => 0, monotonic: () => clock.monotonic(), sleep: () => clock.sleep(400) };
  const times: number[] = [];
  const paced = pace(() => times.push(clock.monotonic()), { clock: late, rate: 10, duration: 1_000, signal: never });
  await clock.advance(1_200);
  await paced;
  expect(times).toEqual([0, 400, 400, 400, 400, 800, 800, 800, 800, 1_200]);
});

test('pace() rejects with the abort reason', async () => {
  const clock = new FakeClock();
  const stop = new AbortController();
  const paced = pace(() => {}, { clock, rate: 1, duration: 60_000, signal: stop.signal });
  stop.abort('enough');
  await expect(paced).rejects.toBe('enough');
  expect(clock.pending).toBe(0);
});

test('pace() with no duration calls nothing', async () => {
  let calls = 0;
  await pace(() => (calls += 1), { clock: new FakeClock(), rate: 60, duration: 0, signal: never });
  expect(calls).toBe(0);
});
