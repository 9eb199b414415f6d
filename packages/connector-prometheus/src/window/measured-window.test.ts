import { type ControlInput, control } from '@servo/core';
import { eventContext, FakeClock } from '@servo/testing';
import { expect, test } from 'vitest';
import { type MeasuredWindow, measuredWindow, type MeasuredWindowOptions } from './measured-window.js';

/** Waits for a window by a fake clock; tells what was measured, how long all took, and how far it said it was. */
async function waited(input: ControlInput, options: Partial<MeasuredWindowOptions> = {}) {
  const clock = new FakeClock({ now: 0 });
  const context = eventContext({ clock });
  const { signal, progress, progressed } = context;
  const window: Promise<MeasuredWindow> = measuredWindow(control(input), {
    clock,
    signal,
    progress,
    lastScrape: Promise.resolve(0),
    measuring: (wait) => wait(signal),
    ...options,
  });
  const found = await clock.until(window);
  return { window: found, took: clock.monotonic(), progressed };
}

test.each<[what: string, input: ControlInput, lastScrape: number, window: MeasuredWindow, took: number]>([
  ['the duration alone', { duration: '2.5s' }, 0, { start: 0, end: 2_500 }, 2_500],
  ['what follows the warm-up', { duration: '3s', warmup: '1.2s' }, 0, { start: 1_200, end: 4_200 }, 4_200],
  ['what the last scrape is waited for', { duration: '3s' }, 15_000, { start: 0, end: 3_000 }, 18_000],
  ['what becomes readable later', { duration: '3s', delay: '20s' }, 15_000, { start: 0, end: 3_000 }, 23_000],
  ['no longer than either', { duration: '3s', delay: '5s' }, 15_000, { start: 0, end: 3_000 }, 18_000],
  ['a moment', { duration: '1ms' }, 0, { start: 0, end: 1 }, 1],
])('measuredWindow() measures %s', async (_, input, lastScrape, window, took) => {
  expect(await waited(input, { lastScrape: Promise.resolve(lastScrape) })).toMatchObject({ window, took });
});

test('measuredWindow() does not put the window off until it is known how often is scraped', async () => {
  const clock = new FakeClock({ now: 0 });
  const lastScrape = clock.sleep(10_000).then(() => 4_000);
  const context = eventContext({ clock });
  const input = control({ duration: '3s', warmup: '2s' });
  const measuring = (wait: (signal: AbortSignal) => Promise<void>): Promise<void> => wait(context.signal);
  const window = measuredWindow(input, { ...context, lastScrape, measuring });
  expect(await clock.until(window)).toEqual({ start: 2_000, end: 5_000 });
  expect(clock.monotonic()).toBe(10_000);
});

test('measuredWindow() begins exactly after the warm-up, however late a timer is', async () => {
  const clock = new FakeClock({ now: 0 });
  const late = {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    sleep: (milliseconds: number) => clock.sleep(milliseconds + 7),
  };
  const measuring = (wait: (signal: AbortSignal) => Promise<void>): Promise<void> => wait(new AbortController().signal);
  const window = measuredWindow(control({ duration: '2s', warmup: '1s' }), {
    ...eventContext({ clock: late }),
    lastScrape: Promise.resolve(0),
    measuring,
  });
  expect(await clock.until(window)).toEqual({ start: 1_000, end: 3_000 });
});

test('measuredWindow() tells each second how far it is, and never less than before', async () => {
  const { progressed } = await waited({ duration: '2s', warmup: '1s' }, { lastScrape: Promise.resolve(1_000) });
  expect(progressed).toEqual([
    { percent: 0, message: 'warming up' },
    { percent: 25, message: 'measuring' },
    { percent: 50, message: 'measuring' },
    { percent: 75, message: 'waiting for the last scrape' },
  ]);
  const clock = new FakeClock();
  const lastScrape = clock.sleep(3_500).then(() => 6_000);
  const context = eventContext({ clock });
  await clock.until(
    measuredWindow(control({ duration: '4s' }), { ...context, lastScrape, measuring: (wait) => wait(context.signal) }),
  );
  const percents = context.progressed.map(({ percent }) => percent);
  expect(percents).toEqual([0, 25, 50, 75, 75, 75, 75, 75, 80, 90]);
});

test('measuredWindow() ends what it waits for with the signal, and what is measured by that of its own', async () => {
  const enough = AbortSignal.abort(new Error('enough'));
  await expect(waited({ duration: '3s', warmup: '1s' }, { signal: enough })).rejects.toThrow('enough');
  const violated = AbortSignal.abort(new Error('violated'));
  await expect(waited({ duration: '3s' }, { measuring: (wait) => wait(violated) })).rejects.toThrow('violated');
});

test('measuredWindow() refuses to measure no time', async () => {
  await expect(waited({ duration: null })).rejects.toMatchObject({
    code: 'MEASUREMENT_FAILED',
    reason: 'no-duration',
  });
});
