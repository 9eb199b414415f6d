import { logLevels } from '@servo/core/runtime';
import { expect, test } from 'vitest';
import { logLevelNames, logLevelOf } from './log-level.js';

test('logLevelNames are those of the logger', () => {
  expect(logLevelNames).toEqual(logLevels);
});

test.for([
  ['DEBUG', 'debug'],
  ['WARNING', 'warn'],
  ['SUCCESS', 'warn'],
  ['CRITICAL', 'critical'],
  ['off', 'silent'],
  ['loud', 'loud'],
  [undefined, undefined],
] as const)('logLevelOf(%s)', ([name, level]) => {
  expect(logLevelOf(name)).toBe(level);
});
