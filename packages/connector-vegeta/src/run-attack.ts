import { type Clock, MeasurementFailedError } from '@servo/core';
import { type BytesChild, type ChildExit, formatExit, spawnBytes } from '@servo/core/process';
import type { AttackJob } from './attack-job.js';
import type { AttackStep } from './attack-plan.js';
import type { AttackResult } from './raw/attack-result.js';
import { ResultDecoder } from './raw/result-decoder.js';
import { whatWasSaid } from './what-was-said.js';

const keep = 200; // lines of the errors: the reason comes before the usage, which has some 70

/** What {@link runAttack} takes besides the job. */
export interface RunAttackOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The first request is about to be sent. */
  readonly onStart: () => void;
  readonly onResult: (result: AttackResult, step: AttackStep) => void;
}

/**
 * Runs the attacks of a job, each at its time, and reads their results. When this settles no process is left.
 *
 * @throws {@link MeasurementFailedError} with the reason `attack-failed` when one of them fails, and the abort reason.
 */
export async function runAttack(job: AttackJob, options: RunAttackOptions): Promise<void> {
  const over = new AbortController();
  const signal = AbortSignal.any([options.signal, over.signal]);
  const steps = [...job.plan.ramp, job.plan.main];
  const runs = steps.map((step) => runStep(job, step, { ...options, signal }));
  try {
    await Promise.all(runs);
  } finally {
    over.abort();
    await Promise.allSettled(runs);
  }
}

async function runStep(job: AttackJob, step: AttackStep, options: RunAttackOptions): Promise<void> {
  const { clock, signal, onStart, onResult } = options;
  if (step.at > 0) await clock.sleep(step.at, { signal });
  const args = job.argumentsOf(step);
  await using child = await spawnBytes({ ...job.program, args, input: job.input, signal, keep });
  if (step.at === 0) onStart();
  await readResults(child, (result) => onResult(result, step), signal);
}

async function readResults(
  child: BytesChild,
  onResult: (result: AttackResult) => void,
  signal: AbortSignal,
): Promise<void> {
  const decoder = new ResultDecoder(onResult);
  for await (const chunk of child.stdout) decoder.push(chunk as Buffer); // the stream has no encoding
  const exit = await child.exit;
  signal.throwIfAborted();
  if (exit.code !== 0) throw failed(exit, child.lastLines);
  decoder.end();
}

function failed(exit: ChildExit, lastLines: readonly string[]): MeasurementFailedError {
  return new MeasurementFailedError(`vegeta ended with ${formatExit(exit)}${whatWasSaid(lastLines)}`, {
    reason: 'attack-failed',
    hint: 'Read what vegeta says; "vegeta attack -h" explains its flags.',
    details: { output: lastLines.slice(-20) },
  });
}
