import { expect, test } from 'vitest';
import { shareOutcome } from './share-outcome.js';

const upper = { bound: 'upper' } as const;
const lower = { bound: 'lower' } as const;
const failures = (hits: number, count: number) => ({ mean: (100 * hits) / count, share: { count, whole: 100 } });

test('shareOutcome() of nothing seen is the vaguer the less was counted, and never beyond the limit', () => {
  const few = shareOutcome(upper, { ...failures(0, 20), limit: 1 });
  expect(few.logRatio).toBeLessThan(0);
  expect(few.logRatio).toBeGreaterThan(-0.2);
  expect(few.standardError).toBeGreaterThan(0.5);
  const many = shareOutcome(upper, { ...failures(0, 2_000), limit: 1 });
  expect(many.logRatio).toBeLessThan(-3);
});

test.each([
  [0.2, 'above'],
  [0.9, 'above'],
  [1, 'on'],
  [1.2, 'beyond'],
])('shareOutcome() of %d %% against 1 %% stays %s the limit', (mean) => {
  for (const count of [100, 450, 100_000]) {
    const { logRatio } = shareOutcome(upper, { mean, share: { count, whole: 100 }, limit: 1 });
    expect(logRatio > 0).toBe(mean > 1);
  }
});

test('shareOutcome() is close to the share where much was counted', () => {
  const { logRatio, standardError } = shareOutcome(upper, { ...failures(400, 100_000), limit: 1 });
  expect(logRatio).toBeCloseTo(Math.log(0.4), 2);
  expect(standardError).toBeCloseTo(0.05, 2);
});

test('shareOutcome() of a lower limit looks at what is missing', () => {
  const { logRatio } = shareOutcome(lower, { mean: 99.6, share: { count: 100_000, whole: 100 }, limit: 99 });
  expect(logRatio).toBeCloseTo(Math.log(0.4), 2);
  expect(shareOutcome(lower, { mean: 98, share: { count: 1_000, whole: 100 }, limit: 99 }).logRatio).toBeGreaterThan(0);
});

test.each([
  [upper, 0, 0, false],
  [upper, 0.2, 0, true],
  [lower, 100, 100, false],
])(
  'shareOutcome() of %j, %d against %d, is vague, as no number of measurements shows it',
  (side, mean, limit, broken) => {
    const outcome = shareOutcome(side, { mean, share: { count: 450, whole: 100 }, limit });
    expect(outcome.logRatio > 0).toBe(broken);
    expect(outcome.standardError).toBeGreaterThan(0.5);
  },
);
