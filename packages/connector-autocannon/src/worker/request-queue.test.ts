import { FakeClock } from '@servo/testing';
import { expect, test } from 'vitest';
import { type Behaviour, fakeConnections, steady } from '../../test/fake-connections.js';
import type { Connection } from './connection.js';
import { RequestQueue } from './request-queue.js';

function queueOf(limit: number, behave: Behaviour, { spares = 0, timeout = 10_000 } = {}) {
  const clock = new FakeClock();
  const { connections, used } = fakeConnections(limit + spares, clock, behave);
  return { clock, used, queue: new RequestQueue({ clock, limit, timeout, connections }) };
}

test('RequestQueue.add() lets the connections take turns', async () => {
  const { clock, queue, used } = queueOf(2, steady(1));
  for (const _ of [1, 2, 3, 4]) {
    queue.add();
    await clock.advance(10);
  }
  expect(used).toEqual([
    [0, 20],
    [10, 30],
  ]);
});

test('RequestQueue.add() counts the wait for a free connection as latency', async () => {
  const { clock, queue } = queueOf(1, steady(100));
  queue.add();
  queue.add();
  await clock.advance(200);
  expect(queue.phase.samples).toEqual([
    { at: 0, sentAt: 0, latency: 100 },
    { at: 0, sentAt: 100, latency: 200 },
  ]);
});

test.each([
  [{ status: 204 }, { latency: 5 }, 1],
  [{ status: 302 }, { latency: 5 }, 1],
  [{ status: 404 }, { latency: 5, error: 'status 404' }, 1],
  [{ status: 500 }, { latency: 5, error: 'status 500' }, 1],
  [{ error: 'timed out', timedOut: true }, { latency: 10_000, error: 'timed out' }, 0], // a timer that was early
  [{ error: 'ECONNRESET' }, { error: 'ECONNRESET' }, 0],
])('RequestQueue reads the answer %j', async (answer, sample, answered) => {
  const { clock, queue } = queueOf(1, () => ({ after: 5, ...answer }));
  queue.add();
  await clock.advance(5);
  expect(queue.phase.samples).toEqual([{ at: 0, sentAt: 0, ...sample }]);
  expect(queue.phase.answered).toBe(answered);
});

test('RequestQueue.beginPhase() neither counts earlier requests nor lets them hold back later ones', async () => {
  const { clock, queue } = queueOf(2, (since) => ({ after: since < 100 ? 5_000 : 10, status: 200 }), { spares: 2 });
  for (const _ of [1, 2, 3, 4]) queue.add();
  await clock.advance(100);
  queue.beginPhase();
  queue.add();
  queue.add();
  await clock.advance(6_000);
  expect(queue.phase.samples).toEqual([
    { at: 0, sentAt: 0, latency: 10 },
    { at: 0, sentAt: 0, latency: 10 },
  ]);
});

test('RequestQueue.finish() follows all that was due to its end, what is sent late included', async () => {
  const { clock, queue, used } = queueOf(1, steady(100));
  queue.add();
  queue.add();
  let finished = false;
  const finishing = queue.finish().then(() => (finished = true));
  await clock.advance(199);
  expect(finished).toBe(false);
  await clock.advance(1);
  await finishing;
  expect(used).toEqual([[0, 100]]);
  expect(queue.phase.samples).toEqual([
    { at: 0, sentAt: 0, latency: 100 },
    { at: 0, latency: 200 },
  ]);
  expect(queue.phase.sent).toBe(1);
});

test('RequestQueue gives up what waited for too long without sending it', async () => {
  const { clock, queue, used } = queueOf(1, steady(300), { timeout: 250 });
  queue.add();
  await clock.advance(20);
  queue.add();
  await clock.advance(80);
  queue.add();
  await clock.advance(500);
  expect(used).toEqual([[0, 300]]);
  expect(queue.phase.samples.map(({ at, latency, error }) => [at, latency, error])).toEqual([
    [0, 300, undefined], // these connections do not keep the time that they are given
    [20, 280, 'timed out'],
    [100, 500, undefined],
  ]);
  expect(queue.phase.taken).toBe(2);
});

test('RequestQueue leaves a request what the wait left of its time', async () => {
  const clock = new FakeClock();
  const given: number[] = [];
  const connection: Connection = {
    send(timeout, settle) {
      given.push(timeout);
      void clock.sleep(timeout).then(() => settle({ error: 'timed out', timedOut: true }));
    },
  };
  const queue = new RequestQueue({ clock, limit: 1, timeout: 250, connections: [connection] });
  queue.add();
  await clock.advance(40);
  queue.add();
  await clock.advance(250);
  expect(given).toEqual([250, 40]);
  expect(queue.phase.samples.map(({ latency }) => latency)).toEqual([250, 250]);
});
