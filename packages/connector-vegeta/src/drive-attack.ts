import { type Clock, deadline, Duration, MeasurementFailedError } from '@servo/core';
import type { AttackJob } from './attack-job.js';
import { AttackTally } from './attack-tally.js';
import { runAttack } from './run-attack.js';
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

const tick = 1_000;
const margin = 30_000; // milliseconds on top of what an attack can take, after which it counts as stuck

/**
 * Makes the load of a job and returns what came of it. A target that takes no connection is given up after a second.
 *
 * @throws {@link MeasurementFailedError} with the reason `no-traffic`, `attack-failed` or `attack-stuck`; the abort reason.
 */
export async function driveAttack(job: AttackJob, { clock, signal, onProgress }: DriveOptions): Promise<AttackTally> {
  const { warmup, duration } = job.plan;
  const tally = new AttackTally(job.plan);
  const [refused, done] = [new AbortController(), new AbortController()];
  using limit = deadline(warmup + duration + job.timeout + margin, { clock, signal, reason: stuck });
  const watch = async (): Promise<void> => {
    const start = clock.monotonic();
    for (let last = start; ; ) {
      await clock.sleep(tick, { signal: done.signal });
      const now = clock.monotonic();
      if (tally.isRefused) refused.abort(noTraffic(job, tally, now - start));
      onProgress({ stage: stageOf(job, now - start), elapsed: now - start, values: tally.interim(now - last) });
      last = now;
    }
  };
  try {
    const onStart = (): void => void watch().catch(() => {}); // it ends by the abort of its sleep
    const stop = AbortSignal.any([limit.signal, refused.signal]);
    await runAttack(job, { clock, signal: stop, onStart, onResult: (result, step) => tally.add(result, step) });
  } finally {
    done.abort();
  }
  if (!tally.reached) throw noTraffic(job, tally, warmup + duration);
  return tally;
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
    hint: 'Check that the service runs, and that the targets can be reached from where the servo runs.',
    details: { errors: Object.fromEntries(refusals.errors) },
  });
}

function stuck(): MeasurementFailedError {
  return new MeasurementFailedError('vegeta does not end', { reason: 'attack-stuck' });
}
