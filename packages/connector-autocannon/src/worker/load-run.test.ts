import { FakeClock } from '@servo/testing';
import { expect, test } from 'vitest';
import { type Behaviour, fakeConnections, steady } from '../../test/fake-connections.js';
import { samplePlan } from '../../test/sample-plan.js';
import type { Answer } from './connection.js';
import type { LoadMessage, LoadProgress } from '../load-message.js';
import type { LoadPlan } from '../load-plan.js';
import { LoadRun } from './load-run.js';

async function runAgainst(behave: Behaviour, changes: Partial<LoadPlan> = {}) {
  const clock = new FakeClock();
  const plan = samplePlan(changes);
  const { connections, used } = fakeConnections(plan.connections * 2, clock, behave);
  const told: LoadMessage[] = [];
  const running = new LoadRun(plan, { clock, connections, tell: (message) => void told.push(message) }).run();
  await clock.advance(60_000);
  const progress = told.filter((message): message is LoadProgress => message.kind === 'progress');
  return { summary: await running, told, progress, sentInAll: used.flat().length };
}

test('LoadRun.run() sends exactly what was asked for and counts exactly the window', async () => {
  const { summary, sentInAll } = await runAgainst(steady(7));
  expect([sentInAll, summary.sent, summary.answered, summary.errors]).toEqual([300, 240, 240, []]);
  expect(summary.series['throughput']?.map(([, value]) => value)).toEqual([3_600, 3_600, 3_600, 3_600]);
  expect(summary.series['latency_99th']).toEqual([[4_000, expect.closeTo(7)]]);
});

test('LoadRun.run() lets nothing of a slow warm-up into the window', async () => {
  const { summary } = await runAgainst((since) => ({ after: since < 1_000 ? 3_000 : 5, status: 200 }));
  expect(summary.sent).toBe(240);
  expect(summary.series['latency_max']).toEqual([[4_000, expect.closeTo(5)]]);
});

test('LoadRun.run() waits for the answers to what was sent in the window', async () => {
  const { summary, progress } = await runAgainst((since) => ({ after: since > 4_900 ? 2_000 : 5, status: 200 }));
  expect(summary.answered).toBe(240);
  expect(summary.series['latency_max']?.[0]?.[1]).toBeCloseTo(2_000);
  expect(progress.at(-1)?.stage).toBe('waiting for the last answers');
});

test('LoadRun.run() shows a service that cannot keep up as latency and as requests that were not sent', async () => {
  const { summary } = await runAgainst(steady(100), { connections: 3 });
  expect(summary.sent).toBeLessThanOrEqual(123); // 30/s instead of 60/s
  expect(summary.series['latency_max']?.[0]?.[1]).toBeGreaterThan(1_900);
  const last = summary.series['throughput']?.at(-1)?.[1] ?? 0;
  expect(Math.abs(last - 1_800)).toBeLessThan(100);
  expect(summary.series['latency_50th']?.[0]?.[1]).toBeGreaterThan(1_900); // those that were never sent in time wait, too
});

test('LoadRun.run() counts all that was due while a service stalled', async () => {
  const stalledUntil = (since: number) => (since < 2_500 ? 5 : Math.max(5, 8_000 - since));
  const { summary } = await runAgainst((since) => ({ after: stalledUntil(since), status: 200 }), { connections: 3 });
  expect([summary.requests, summary.sent, summary.answered]).toEqual([240, 93, 240]);
  const { throughput, latency_50th, latency_mean } = summary.series;
  expect(throughput?.map(([, value]) => value)).toEqual([3_600, 1_980, 0, 0]);
  expect(latency_50th?.[0]?.[1]).toBeGreaterThan(3_000);
  expect(latency_mean?.at(-1)?.[1]).toBeGreaterThan(3_000);
});

test('LoadRun.run() counts all that was due while a service hung as not answered', async () => {
  const hang = (since: number, timeout: number): Answer & { after: number } =>
    since < 3_000 ? { after: 5, status: 200 } : { after: timeout, error: 'timed out', timedOut: true };
  const { summary } = await runAgainst(hang, { connections: 3 });
  expect(summary.series['error_rate']?.map(([, value]) => value)).toEqual([0, 0, 100, 100]);
  expect(summary.errors).toEqual([['timed out', 120]]);
});

test('LoadRun.run() gives up after a second when no connection comes about', async () => {
  const { summary } = await runAgainst(() => ({ after: 0, error: 'ECONNREFUSED', unsent: true }));
  expect([summary.taken, summary.answered]).toEqual([false, 0]);
  expect(summary.givenUpAfter).toBeLessThan(1_050);
  expect(summary.errors[0]?.[0]).toBe('ECONNREFUSED');
});

test('LoadRun.run() goes on when the service refuses connections only later', async () => {
  const { summary } = await runAgainst((since) =>
    since < 3_000 ? { after: 5, status: 200 } : { after: 0, error: 'ECONNREFUSED', unsent: true },
  );
  expect([summary.givenUpAfter, summary.sent, summary.answered]).toEqual([undefined, 240, 120]);
  expect(summary.errors).toEqual([['ECONNREFUSED', 120]]);
});

test.each([
  ['breaks off each request', { after: 2, error: 'ECONNRESET' }],
  ['lets each request time out', { after: 10_000, error: 'timed out', timedOut: true }],
])('LoadRun.run() measures a service that %s: nothing of it is good', async (_, behaviour) => {
  const { summary } = await runAgainst(() => behaviour);
  expect([summary.givenUpAfter, summary.taken, summary.answered]).toEqual([undefined, true, 0]);
  const { throughput = [], error_rate = [], latency_min = [] } = summary.series;
  expect(throughput.map(([, value]) => value)).toEqual([0, 0, 0, 0]);
  expect(new Set(error_rate.map(([, value]) => value))).toEqual(new Set([100]));
  expect(latency_min[0]?.[1]).toBeGreaterThanOrEqual(10_000);
});

test('LoadRun.run() measures a service that took requests in the warm-up and refuses them in the window', async () => {
  const { summary } = await runAgainst((since) =>
    since < 1_000 ? { after: 5, status: 200 } : { after: 0, error: 'ECONNREFUSED', unsent: true },
  );
  expect([summary.taken, summary.answered]).toEqual([true, 0]);
  expect(summary.series['error_rate']?.map(([, value]) => value)).toEqual([100, 100, 100, 100]);
});

test('LoadRun.run() tells its start first and its progress every second', async () => {
  const { told, progress } = await runAgainst(steady(5));
  expect(told[0]).toEqual({ kind: 'started' });
  expect(progress.slice(0, 5).map(({ elapsed }) => elapsed)).toEqual([0, 1_000, 2_000, 3_000, 4_000]);
  expect([progress[0]?.stage, progress[2]?.stage]).toEqual(['warming up', 'measuring']);
  expect(progress[3]?.values).toMatchObject({ error_rate: 0, latency_99th: expect.closeTo(5) });
});
