import { backoff, checkPassed, type Clock, type ServoError } from '@servo/core';
import type { AttachedServo } from '../open-servo.js';
import { applyRemedy } from './apply-remedy.js';
import type { FoundCheck } from './found-check.js';
import { look, type LookOptions } from './look.js';

/** Told how it goes. */
export interface CheckListener {
  readonly onCheck: (found: FoundCheck) => void;
  /** A remedy was applied; with what went wrong, if anything did. */
  readonly onRemedy: (found: FoundCheck, failure: ServoError | undefined) => void;
  /** The servo is looked at again after so many milliseconds; in all for so many more. */
  readonly onWait: (servo: string, milliseconds: number, left: number) => void;
}

/** What {@link untilReady} is done with. */
export interface UntilReadyOptions extends Omit<LookOptions, 'onCheck'> {
  readonly clock: Clock;
  /** Returns a number in [0, 1), for the jitter of waits. */
  readonly random: () => number;
  readonly listener: CheckListener;
}

/**
 * Looks at a servo until every check passes, or as long as the plan allows, and answers what the last look found. After a
 * remedy that went well it looks again at once.
 */
export async function untilReady(servo: AttachedServo, options: UntilReadyOptions): Promise<readonly FoundCheck[]> {
  const { plan, clock, random, signal, listener } = options;
  const end = clock.monotonic() + plan.wait;
  const remedied = new Set<string>();
  for (let attempt = 0; ; ) {
    const found = await look(servo, { ...options, onCheck: listener.onCheck });
    const failed = found.filter(({ check }) => !checkPassed(check));
    if (failed.length === 0) return found;
    if (plan.remedy && (await remedy(failed, remedied, options))) continue;
    const left = end - clock.monotonic();
    if (left <= 0) return found;
    const pause = Math.min(left, plan.delay ?? backoff(attempt, { random }));
    listener.onWait(servo.servo.name, pause, left);
    await clock.sleep(pause, { signal });
    attempt += 1;
  }
}

/** Applies the remedies of what failed; answers whether one went well that had not before. */
async function remedy(
  failed: readonly FoundCheck[],
  remedied: Set<string>,
  { clock, signal, listener }: UntilReadyOptions,
): Promise<boolean> {
  const before = remedied.size;
  for (const found of failed) {
    if (!found.check.remedy) continue;
    const failure = await applyRemedy(found.check, { clock, signal });
    listener.onRemedy(found, failure);
    if (!failure) remedied.add(`${found.connector} ${found.check.id}`);
  }
  return remedied.size > before;
}
