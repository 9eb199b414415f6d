import { Duration } from '@servo/core';
import { expect, test } from 'vitest';
import { goDuration, longestGoDuration } from './go-duration.js';

test.each([
  ['1d2h', '26h'],
  ['90s', '1m30s'],
  ['5720s', '1h35m20s'],
  ['1.5s', '1.5s'],
  ['1s1us', '1.000001s'],
  ['300ms', '300ms'],
  ['250us', '0.25ms'],
  ['1y', '8760h'],
])('goDuration() writes %s as Go reads it', (duration, expected) => {
  expect(goDuration(Duration.from(duration))).toBe(expected);
});

test('longestGoDuration is what fits into 63 bits of nanoseconds', () => {
  expect(BigInt(longestGoDuration) * 1_000_000n).toBeLessThan(2n ** 63n);
  expect(BigInt(longestGoDuration + 1) * 1_000_000n).toBeGreaterThan(2n ** 63n);
});
