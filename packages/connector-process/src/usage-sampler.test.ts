import { control, type Reading } from '@servo/core';
import { FakeClock } from '@servo/testing';
import { expect, test } from 'vitest';
import { sampleUsage } from './usage-sampler.js';

function sampling(
  input: { readonly warmup?: number; readonly duration?: number },
  signal = new AbortController().signal,
) {
  const clock = new FakeClock({ now: 0 });
  const reported: Reading[] = [];
  const readings = sampleUsage({
    pid: 1,
    component: 'web',
    control: control(input),
    clock,
    signal,
    report: (reading) => void reported.push(reading),
    read: async () => ({ cpuSeconds: clock.monotonic() / 4_000, memory: clock.monotonic() + 1 }),
  });
  return { clock, reported, readings };
}

test('sampleUsage() samples each second after the warm-up', async () => {
  const { clock, readings } = sampling({ warmup: 2, duration: 3 });
  await clock.advance(5_000);
  expect(await readings).toEqual([
    {
      metric: { name: 'web_cpu', unit: 'cores' },
      points: [
        [3_000, 0.25],
        [4_000, 0.25],
        [5_000, 0.25],
      ],
    },
    {
      metric: { name: 'web_memory', unit: 'bytes' },
      points: [
        [3_000, 3_001],
        [4_000, 4_001],
        [5_000, 5_001],
      ],
    },
  ]);
});

test('sampleUsage() reports while it runs', async () => {
  const { clock, reported, readings } = sampling({ duration: 2 });
  await clock.advance(1_000);
  expect(reported.map((reading) => reading.metric.name)).toEqual(['web_cpu', 'web_memory']);
  await clock.advance(1_000);
  await readings;
  expect(reported).toHaveLength(4);
});

test('sampleUsage() takes one sample of a short window, and none of no window', async () => {
  const short = sampling({ duration: 0.3 });
  await short.clock.advance(300);
  expect((await short.readings)[0]).toMatchObject({ points: [[300, 0.25]] });
  const none = sampling({ duration: 0 });
  await none.clock.advance(0);
  expect(await none.readings).toEqual([]);
});

test('sampleUsage() ends with the reason of its signal', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const { clock, readings } = sampling({ duration: 60 }, controller.signal);
  const ended = expect(readings).rejects.toBe(reason);
  await clock.advance(1_500);
  controller.abort(reason);
  await ended;
  expect(clock.pending).toBe(0);
});
