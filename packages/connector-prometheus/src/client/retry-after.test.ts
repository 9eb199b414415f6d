import { expect, test } from 'vitest';
import { retryAfter } from './retry-after.js';

const now = Date.UTC(2026, 0, 1);

test.each([
  [undefined, undefined],
  [['1', '2'], undefined],
  ['7', 7_000],
  [' 7 ', 7_000],
  ['0', 0],
  ['99999', 60_000],
  ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
  ['Thursday, 01-Jan-26 00:00:30 GMT', 30_000],
  ['Thu, 01 Jan 2026 01:00:00 GMT', 60_000],
  ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
  ['Wed, nonsense', undefined],
  ['soon', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['', undefined],
])('retryAfter() of %j is %j', (header, milliseconds) => {
  expect(retryAfter(header, now)).toBe(milliseconds);
});
