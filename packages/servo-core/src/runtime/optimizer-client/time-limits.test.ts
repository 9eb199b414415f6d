import { expect, test } from 'vitest';
import { networkSettings } from '../../optimizer/network-settings.js';
import { timeLimits } from './time-limits.js';

test.for([
  [null, { connect: 10_000, read: 60_000, total: 120_000 }],
  ['30s', { connect: 30_000, read: 30_000, total: 120_000 }],
  [
    { read: '5s', write: null },
    { connect: 10_000, read: 5_000, total: 65_000 },
  ],
  [{ connect: 0 }, { connect: 1, read: 60_000, total: 110_001 }],
] as const)('timeLimits() of %j bounds each part and the whole', ([timeouts, limits]) => {
  expect(timeLimits(networkSettings.parse({ timeouts }).timeouts)).toEqual(limits);
});
