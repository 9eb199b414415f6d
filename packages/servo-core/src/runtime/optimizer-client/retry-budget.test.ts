import { expect, test } from 'vitest';
import { FakeClock } from '../../../../servo-testing/src/fake-clock.js';
import { OptimizerError } from './optimizer-error.js';
import { RetryBudget } from './retry-budget.js';

const error = OptimizerError.invalid('nothing', 'http://o/servo');
const spent = { verdict: 'fatal', code: 'OPTIMIZER_ANSWER_INVALID', message: expect.stringContaining('given up') };

test('RetryBudget.take() shortens waits to the time that is left, then refuses', async () => {
  const clock = new FakeClock();
  const budget = new RetryBudget({ maxTime: 10_000 }, clock);
  expect(budget.take(8_000, error)).toBe(8_000);
  await clock.advance(8_000);
  expect(budget.take(8_000, error)).toBe(2_000);
  await clock.advance(2_000);
  expect(() => budget.take(1_000, error)).toThrow(expect.objectContaining(spent));
});

test('RetryBudget.take() refuses after so many attempts', () => {
  const budget = new RetryBudget({ maxTries: 2 }, new FakeClock());
  expect(budget.take(1_000, error)).toBe(1_000);
  expect(() => budget.take(1_000, error)).toThrow(expect.objectContaining(spent));
});

test('RetryBudget.take() without a limit never refuses', async () => {
  const clock = new FakeClock();
  const budget = new RetryBudget(undefined, clock);
  await clock.advance(1e9);
  expect(budget.take(1_000, error)).toBe(1_000);
});
