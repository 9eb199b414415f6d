import { AdjustmentFailedError, deadline, type EventContext } from '@servo/core';
import { workloadText } from '../config/workload.js';
import type { LeaseHolder } from '../lease/lease-holder.js';
import { restartBaseline } from '../trouble/restart-baseline.js';
import { WorkloadView } from '../view/workload-view.js';
import { currentFields, type Field, isSameValue } from '../writing/fields.js';
import type { WorkloadWriter } from '../writing/workload-writer.js';
import type { WorkloadObject } from '../api/objects.js';
import { awaitRollout } from './await-rollout.js';
import { replaceStuckPods } from './replace-stuck-pods.js';
import type { TargetOptions } from './target.js';

const afterAbort = 8_000; // milliseconds; a handler that is aborted is waited for for ten seconds

/** What was written, and what was there before. */
export interface Change {
  readonly fields: readonly Field[];
  readonly before: readonly Field[];
}

/** What {@link takeBack} works with. */
export interface TakeBackOptions extends Omit<TargetOptions, 'identity' | 'logger'> {
  readonly lease: Pick<LeaseHolder, 'signal'>;
  readonly writer: WorkloadWriter;
}

/**
 * Puts back what was there before a change, except where somebody else has written since, and waits until the workload runs.
 * After an abort it only writes, and waits for nothing. Nothing is written once the Lease is lost.
 */
export async function takeBack(
  change: Change,
  { workload, api, shared, clock, writer, lease }: TakeBackOptions,
  context: Pick<EventContext, 'signal' | 'guard'>,
): Promise<void> {
  const isAborted = context.signal.aborted;
  const time = isAborted ? afterAbort : workload.timeout.milliseconds;
  const name = workloadText(workload);
  const ends = isAborted ? [lease.signal] : [lease.signal, context.signal];
  using limit = deadline(time, { clock, reason: () => late(name, time), signal: AbortSignal.any(ends) });
  const { signal } = limit;
  const how = { signal, guard: context.guard };
  using view = await WorkloadView.open({ api, shared, workload, clock, signal });
  const { workload: present } = view.snapshot;
  const baseline = restartBaseline(view.snapshot);
  const { workload: written } = await writer.write(present, ownFields(change, present), how);
  await replaceStuckPods(view, written, writer, how);
  if (isAborted) return;
  const judging = { workload, written, baseline, adjustments: [], clock, signal };
  const trouble = await awaitRollout(view, time, { ...judging, progress: () => {} });
  if (trouble) throw new AdjustmentFailedError(trouble.message, { reason: trouble.reason });
}

/** What was there before, of the fields that nobody else has written since: those have our value, or that from before. */
function ownFields({ fields, before }: Change, present: WorkloadObject): readonly Field[] {
  const current = currentFields(present, before);
  return before.filter((field, index) => {
    const [now, ours] = [current[index], fields[index]];
    return isSameValue(field, now) || (ours !== undefined && isSameValue(ours, now));
  });
}

function late(name: string, time: number): AdjustmentFailedError {
  return new AdjustmentFailedError(`${name} could not be taken back in ${time / 1_000} s`, {
    reason: 'rollback-failed',
  });
}
