import { type Clock, type Deadline, deadline, MeasurementFailedError } from '@servo/core';
import type { AttackJob } from './attack-job.js';

const margin = 30_000; // milliseconds on top of what an attack can take, after which it counts as stuck

/** Limits the time of an attack: vegeta sends what it already waits for when the window ends, and waits for its answer. */
export function attackLimit(
  { plan: { warmup, duration, main }, timeout }: Pick<AttackJob, 'plan' | 'timeout'>,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Deadline {
  return deadline(warmup + duration + main.rate.gap + timeout + margin, { clock, signal, reason: stuck });
}

function stuck(): MeasurementFailedError {
  return new MeasurementFailedError('vegeta does not end', {
    reason: 'attack-stuck',
    hint: 'It had the time of the load, of its last answer and 30s more. Is the machine too busy for the load?',
  });
}
