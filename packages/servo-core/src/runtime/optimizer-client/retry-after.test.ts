import { expect, test } from 'vitest';
import { retryAfter } from './retry-after.js';

const now = Date.UTC(2026, 0, 1);

test.for([
  [null, undefined],
  ['7', 7_000],
  ['0', 0],
  ['99999', 300_000],
  ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
  ['Thu, 01 Jan 2026 01:00:00 GMT', 300_000],
  ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
  ['soon', undefined],
  ['-1', undefined],
] as const)('retryAfter() of %j is %j', ([header, milliseconds]) => {
  // what Date.parse() makes of a negative number is in the past
  expect(retryAfter(header, now) || undefined).toBe(milliseconds || undefined);
});
