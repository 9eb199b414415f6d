import { type Clock, Duration, MeasurementFailedError } from '@servo/core';
import type { AttackJob } from './attack-job.js';
import { attackLimit } from './attack-limit.js';
import { AttackTally } from './attack-tally.js';
import { runAttack } from './run-attack.js';
import { unconnectedHint } from './unconnected-hint.js';
import type { LoadValues } from './window/load-values.js';

/** How an attack stands; told each second. */
export interface AttackProgress {
  readonly stage: 'warming up' | 'loading' | 'waiting for the last answers';
  /** Milliseconds since the first request. */
  readonly elapsed: number;
  /** Of the latest results; empty while there are none in the window. */
  readonly values: LoadValues;
}

/** What {@link driveAttack} takes besides the job. */
export interface DriveOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: AttackProgress) => void;
}

/**
 * Makes the load of a job and returns what came of it. A target that takes no connection is given up after a second.
 *
 * @throws {@link MeasurementFailedError} with the reason `no-traffic`, `attack-failed` or `attack-stuck`; the abort reason.
 */
export async function driveAttack(job: AttackJob, { clock, signal, onProgress }: DriveOptions): Promise<AttackTally> {
  const { warmup, duration } = job.plan;
  const tally = new AttackTally(job);
  const [givenUp, done] = [new AbortController(), new AbortController()];
  using limit = attackLimit(job, { clock, signal });
  const watch = (elapsed: number, passed: number): void => {
    if (tally.isRefused) givenUp.abort(noTraffic(job, tally, elapsed));
    onProgress({ stage: stageOf(job, elapsed), elapsed, values: tally.interim(passed) });
  };
  const onStart = (): void =>
    void eachSecond(watch, { clock, signal: done.signal }).catch((error: unknown) => givenUp.abort(error));
  try {
    const stop = AbortSignal.any([limit.signal, givenUp.signal]);
    await runAttack(job, { clock, signal: stop, onStart, onResult: (result, step) => tally.add(result, step) });
  } finally {
    done.abort();
  }
  if (!tally.reached) throw noTraffic(job, tally, warmup + duration);
  return tally;
}

/** Says how many milliseconds there are since the start, and since the last time. @throws the abort reason. */
async function eachSecond(
  work: (elapsed: number, passed: number) => void,
  { clock, signal }: Pick<DriveOptions, 'clock' | 'signal'>,
): Promise<never> {
  const start = clock.monotonic();
  for (let last = start; ; ) {
    await clock.sleep(1_000, { signal });
    const now = clock.monotonic();
    work(now - start, now - last);
    last = now;
  }
}

function stageOf({ plan: { warmup, duration } }: AttackJob, elapsed: number): AttackProgress['stage'] {
  if (elapsed < warmup) return 'warming up';
  return elapsed < warmup + duration ? 'loading' : 'waiting for the last answers';
}

function noTraffic({ target }: AttackJob, { refusals }: AttackTally, elapsed: number): MeasurementFailedError {
  const time = String(new Duration(Math.round(elapsed / 100) * 100));
  const error = refusals.errors[0]?.[0] ?? 'no request was due';
  return new MeasurementFailedError(`${target} took no connection in ${time}: ${error}`, {
    reason: 'no-traffic',
    hint: unconnectedHint(error),
    details: { errors: Object.fromEntries(refusals.errors) },
  });
}
