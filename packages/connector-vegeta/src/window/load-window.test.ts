import { expect, test } from 'vitest';
import { sampleResult, sampleResults } from '../../test/sample-result.js';
import { LoadWindow, type WindowOptions } from './load-window.js';

const second = { gap: 10, warmup: 1_000, duration: 2_000, interval: 500 };

function countsOf(results: readonly ReturnType<typeof sampleResult>[], options: WindowOptions = second) {
  const window = new LoadWindow(options);
  const inside = results.filter((result) => window.add(result)).map(({ seq }) => seq);
  return { window, inside, counts: window.intervals.map(({ requests }) => requests) };
}

test('LoadWindow leaves out exactly what was due in the warm-up', () => {
  const { counts, inside, window } = countsOf(sampleResults(300));
  expect(counts).toEqual([50, 50, 50, 50]);
  expect([inside[0], inside.at(-1)]).toEqual([100, 299]);
  expect(window.startedAt).toBe(1_001_000);
});

test('LoadWindow takes no notice of requests that are sent a little late', () => {
  const late = sampleResults(300, (seq) => ({ sentAt: 1_000_000 + (seq + 1) * 10 + ((seq * 7) % 5) * 0.9 }));
  expect(countsOf(late).counts).toEqual([50, 50, 50, 50]);
  expect(countsOf(late, { ...second, warmup: 0, duration: 3_000 }).counts).toEqual([50, 50, 50, 50, 50, 50]);
});

test('LoadWindow does not depend on the order in which answers come', () => {
  const [first, ...others] = sampleResults(300);
  expect(countsOf([...others.toReversed().slice(200), ...others.slice(99), ...(first ? [first] : [])]).counts).toEqual([
    50, 50, 50, 50,
  ]);
});

test('LoadWindow learns from later requests when the first one was late', () => {
  const delayed = sampleResults(300, (seq) => (seq < 20 ? { sentAt: 1_000_210 } : {}));
  expect(countsOf(delayed).inside[0]).toBe(100);
});

test('LoadWindow counts what a slow attack sent by when it was sent', () => {
  const slow = sampleResults(150, (seq) => ({ sentAt: 1_000_000 + (seq + 1) * 20 }));
  expect(countsOf(slow).counts.map((count) => Math.abs(count - 25) <= 1)).toEqual([true, true, true, true]);
});

test('LoadWindow counts from the first request on where there is no rate', () => {
  const options = { ...second, gap: 0, warmup: 0, duration: 1_000 };
  expect(countsOf(sampleResults(99), options).counts).toEqual([50, 49]);
});

test('LoadWindow makes intervals a little longer, so that they fill the window', () => {
  const { window } = countsOf([], { ...second, duration: 1_700 });
  expect([window.intervals.length, window.length]).toEqual([3, 1_700 / 3]);
  expect(countsOf([], { ...second, duration: 100 }).window.intervals).toHaveLength(1);
  expect(countsOf([], { ...second, duration: 86_400_000 }).window.intervals).toHaveLength(1_000);
});
