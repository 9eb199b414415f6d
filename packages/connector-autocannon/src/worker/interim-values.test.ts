import { expect, test } from 'vitest';
import { interimValues } from './interim-values.js';
import type { Sample } from './sample.js';

const nothingPending = { interval: 1_000, pending: [] };

test('interimValues() tells how a short window stands as a whole', () => {
  const samples = [
    { at: 0, sentAt: 0, latency: 4 },
    { at: 1_000, sentAt: 1_000, latency: 8 },
    { at: 1_500, sentAt: 1_500, error: 'ECONNRESET' },
    { at: 1_800, sentAt: 1_800, latency: 6, error: 'status 503' },
  ];
  expect(interimValues(samples, { ...nothingPending, elapsed: 2_000 })).toMatchObject({
    throughput: 60,
    error_rate: 50,
    latency_mean: 6,
    latency_50th: 6,
    latency_max: 8,
  });
});

test('interimValues() are of the last interval, or of the latest 500 where that has fewer', () => {
  const slowUntil = (slow: number, gap: number): Sample[] =>
    Array.from({ length: 4_000 }, (_, index) => index * gap).map((at) => ({
      at,
      sentAt: at,
      latency: at < slow ? 900 : 5,
    }));
  const dense = { ...nothingPending, elapsed: 4_000 };
  expect(interimValues(slowUntil(3_000, 1), dense)).toMatchObject({ throughput: 60_000, latency_max: 5 });
  expect(interimValues(slowUntil(3_001, 1), dense)).toMatchObject({ latency_max: 900 });
  const sparse = { ...nothingPending, elapsed: 40_000 };
  expect(interimValues(slowUntil(35_000, 10), sparse)).toMatchObject({ throughput: 6_000, latency_max: 5 });
  expect(interimValues(slowUntil(35_001, 10), sparse)).toMatchObject({ latency_max: 900 });
});

test('interimValues() count who has waited for longer than all others took, though not as an error', () => {
  const samples = Array.from({ length: 100 }, (_, index) => ({ at: index * 10, sentAt: index * 10, latency: 30 }));
  const pending = [1_000, 1_010, 2_980]; // the last of them may yet be as fast as the others
  const values = interimValues(samples, { ...nothingPending, elapsed: 3_000, pending });
  expect(values).toMatchObject({ latency_max: 2_000, latency_min: 30, error_rate: 0, throughput: 2_000 });
  expect(values['latency_mean']).toBeCloseTo((100 * 30 + 2_000 + 1_990) / 102);
});

test('interimValues() of a window without answers has no latency', () => {
  expect(interimValues([], { ...nothingPending, elapsed: 1_000 })).toEqual({ throughput: 0 });
});
