import { expect, test } from 'vitest';
import { interimValues } from './interim-values.js';

test('interimValues() tells how a short window stands as a whole', () => {
  const samples = [
    { at: 0, sentAt: 0, latency: 4 },
    { at: 1_000, sentAt: 1_000, latency: 8 },
    { at: 1_500, sentAt: 1_500, error: 'ECONNRESET' },
    { at: 1_800, sentAt: 1_800, latency: 6, error: 'status 503' },
  ];
  expect(interimValues(samples, 2_000)).toMatchObject({
    throughput: 60,
    error_rate: 50,
    latency_mean: 6,
    latency_50th: 6,
    latency_max: 8,
  });
});

test('interimValues() forgets what is long ago', () => {
  const samples = Array.from({ length: 4_000 }, (_, at) => ({ at, sentAt: at, latency: at < 2_000 ? 900 : 5 }));
  expect(interimValues(samples, 4_000)).toMatchObject({ throughput: 60_000, latency_max: 5 });
});

test('interimValues() of a window without answers has no latency', () => {
  expect(interimValues([], 1_000)).toEqual({ throughput: 0 });
});
