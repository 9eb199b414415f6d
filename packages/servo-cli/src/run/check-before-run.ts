import { Duration, systemClock } from '@servo/core';
import type { CheckArguments } from '../checks/check-plan.js';
import { checkServos } from '../checks/check-servos.js';
import type { AttachedServo } from '../open-servo.js';
import { checkFacts } from '../output/check-lines.js';
import { printResult } from '../output/print-result.js';
import { ProgressDisplay } from '../output/progress-display.js';
import type { Terminal } from '../terminal.js';
import type { RunArguments } from './run-options.js';

/** What {@link checkBeforeRun} is done with. */
export interface CheckBeforeRunOptions {
  readonly given: RunArguments;
  readonly args: Readonly<Record<string, unknown>>;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

/**
 * Checks servos that are about to run, shows what was found, and answers whether they are ready. A dry run looks once, and
 * repairs nothing.
 */
export async function checkBeforeRun(
  servos: readonly AttachedServo[],
  { given: { dryRun, poll }, args, terminal, signal }: CheckBeforeRunOptions,
): Promise<boolean> {
  using progress = new ProgressDisplay({ terminal, clock: systemClock, doing: 'checking' });
  const once: CheckArguments = dryRun ? { wait: Duration.from(0), remedy: false } : {};
  const { ready, found, lines } = await checkServos(servos, {
    given: { ...once, withoutOptimizer: !poll },
    shown: args['output'] === 'table',
    terminal,
    signal,
    scope: { onProgress: progress.take },
  });
  await printResult(terminal, args, { facts: { type: 'checks', ready, checks: found.map(checkFacts) }, lines });
  if (!ready && !dryRun) terminal.note('Nothing was started.');
  return ready;
}
