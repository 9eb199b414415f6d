import { EventAbortedError } from '../errors/event-aborted-error.js';
import { formatCondition, type SloCondition } from './slo-condition.js';
import { formatOutcome, isDecided, type SloOptions, type SloOutcome, sloOutcome } from './slo-outcome.js';
import type { SloSample } from './slo-sample.js';

/** How a condition stands. */
export interface SloJudgement {
  readonly condition: SloCondition;
  /** How it came out at the last checks, as many as its window has; the latest is the last. */
  readonly outcomes: readonly SloOutcome[];
  /** Whether it failed so often that the measurement is to end. */
  readonly violated: boolean;
}

/**
 * Says how conditions stand after a history of samples, oldest first. Each looks at the last `triggerWindow` of them,
 * and is violated when `triggerCount` have failed. A sample without a value takes its place in the window and is neither a
 * pass nor a failure; after one, nothing new is violated.
 */
export function judgeSlo(
  conditions: readonly SloCondition[],
  history: readonly SloSample[],
  options: SloOptions = {},
): readonly SloJudgement[] {
  return conditions.map((condition) => {
    const outcomes = history.slice(-condition.triggerWindow).map((sample) => sloOutcome(condition, sample, options));
    const latest = outcomes.at(-1);
    const failures = outcomes.filter(({ status }) => status === 'failed').length;
    const violated = latest !== undefined && isDecided(latest) && failures >= condition.triggerCount;
    return { condition, outcomes, violated };
  });
}

/** Returns the failure that ends a measurement, `undefined` when no condition is violated. */
export function sloViolation(judgements: readonly SloJudgement[]): EventAbortedError | undefined {
  const violated = judgements.filter((judgement) => judgement.violated);
  if (violated.length === 0) return undefined;
  const texts = violated.map(({ condition, outcomes }) => {
    const window = outcomes.map((outcome) => formatOutcome(condition, outcome));
    return `${formatCondition(condition)}[${window.join(', ')}]`;
  });
  return new EventAbortedError(`SLO violation(s) observed: ${texts.join(', ')}`, {
    reason: 'slo-violation',
    details: { violated },
  });
}

/** Sums up a check in one line: each status with the conditions that have it. */
export function formatJudgements(judgements: readonly SloJudgement[]): string {
  const groups = Map.groupBy(judgements, ({ outcomes }) => outcomes.at(-1)?.status ?? 'unchecked');
  const texts = [...groups].map(
    ([status, group]) =>
      `x${group.length} ${status} [${group.map(({ condition }) => formatCondition(condition)).join(', ')}]`,
  );
  return `SLO statuses from last check: ${texts.join(', ')}`;
}
