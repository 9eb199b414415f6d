import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { FakeClock } from '../../../servo-testing/src/fake-clock.js';
import { deadline } from './deadline.js';

const late = new Error('late');
const reason = (): Error => late;

test('deadline() aborts with its reason when the time is up, and not before', async () => {
  const clock = new FakeClock();
  using limit = deadline(1_000, { clock, reason });
  await clock.advance(999);
  expect(limit.signal.aborted).toBe(false);
  await clock.advance(1);
  expect(limit.signal.reason).toBe(late);
});

test('deadline() passes the abort of its parent through, with its reason', () => {
  const parent = new AbortController();
  using limit = deadline(1_000, { clock: new FakeClock(), signal: parent.signal, reason });
  const stop = new Error('stop');
  parent.abort(stop);
  expect(limit.signal.reason).toBe(stop);
});

test('deadline() of an aborted parent is aborted from the start', () => {
  const stop = new Error('stop');
  using limit = deadline(1_000, { clock: new FakeClock(), signal: AbortSignal.abort(stop), reason });
  expect(limit.signal.reason).toBe(stop);
});

test('deadline() does not abort its parent', async () => {
  const clock = new FakeClock();
  const parent = new AbortController();
  using limit = deadline(1_000, { clock, signal: parent.signal, reason });
  await clock.advance(1_000);
  expect([limit.signal.aborted, parent.signal.aborted]).toEqual([true, false]);
});

test('deadline() asks for its reason only when the time is up', async () => {
  const clock = new FakeClock();
  let asked = 0;
  using limit = deadline(1_000, { clock, reason: () => (asked += 1) });
  await clock.advance(999);
  expect(asked).toBe(0);
  await clock.advance(1);
  expect(limit.signal.reason).toBe(1);
});

test('deadline() leaves no wait and no listener once it is disposed, and may be disposed twice', async () => {
  const clock = new FakeClock();
  const parent = new AbortController();
  const limit = deadline(1_000, { clock, signal: parent.signal, reason });
  expect(clock.pending).toBe(1);
  limit[Symbol.dispose]();
  limit[Symbol.dispose]();
  await clock.advance(5_000);
  expect([clock.pending, limit.signal.aborted]).toEqual([0, false]);
  expect(getEventListeners(parent.signal, 'abort')).toEqual([]);
});
