import type { AttackTally } from './attack-tally.js';

/** Says what is wrong with a load of which none or less than half succeeded: such numbers are of failures. */
export function failureWarning(tally: Pick<AttackTally, 'total' | 'errors'>, target: string): string | undefined {
  const { requests, succeeded, answered } = tally.total();
  const [error = 'no error'] = tally.errors.errors[0] ?? [];
  if (answered === 0) return `${target} answered none of ${requests} requests: ${error}`;
  if (succeeded === 0) return `None of ${requests} requests to ${target} succeeded: ${error}`;
  if (succeeded * 2 >= requests) return undefined;
  return `${requests - succeeded} of ${requests} requests to ${target} failed, most often by: ${error}`;
}
