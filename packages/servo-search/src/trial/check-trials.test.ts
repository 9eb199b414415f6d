import { expect, test } from 'vitest';
import { checkTrials } from './check-trials.js';
import type { Trial } from './trial.js';

const trial = (logRatio: number, standardError = 0.1): Trial => ({
  point: { x: 1 },
  constraints: { p99: { logRatio, standardError } },
});

test.each([
  ['a ratio that is no number', trial(Number.NaN), false],
  ['a negative standard error', trial(0, -1), false],
  ['a missing objective', trial(0), true],
  ['an objective that is no number', { ...trial(0), objective: { value: Number.NaN } }, true],
] as const)('checkTrials() refuses %s', (_, invalid, objective) => {
  const check = () => checkTrials([invalid], { objective });
  expect(check).toThrow(expect.objectContaining({ code: 'SEARCH_TRIAL_INVALID' }));
});

test('checkTrials() accepts failed trials, and ratios without bound', () => {
  const history: readonly Trial[] = [{ point: { x: 1 }, failed: true }, trial(Number.POSITIVE_INFINITY)];
  expect(() => checkTrials(history, { objective: false })).not.toThrow();
});
