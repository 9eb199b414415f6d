import { AdjustmentFailedError } from '@servo/core';
import type { WorkloadObject } from '../api/objects.js';
import { workloadText } from '../config/workload.js';
import type { LeaseHolder } from '../lease/lease-holder.js';
import { restartBaseline } from '../trouble/restart-baseline.js';
import { troubleError } from '../trouble/trouble-error.js';
import { WorkloadView } from '../view/workload-view.js';
import { currentFields } from '../writing/fields.js';
import { recordedHolder } from '../writing/record.js';
import type { WorkloadWriter, WriteContext } from '../writing/workload-writer.js';
import type { Written } from '../writing/write-fields.js';
import type { RolloutOptions } from './await-rollout.js';
import { awaitSettled } from './await-settled.js';
import { endFailure, takeBackAfter } from './end-failure.js';
import { keptText } from './kept-text.js';
import { planChange, type PlannedChange } from './plan-change.js';
import { replaceStuckPods } from './replace-stuck-pods.js';
import { type RolloutObstacle, rolloutObstacle } from './rollout-obstacle.js';
import type { Change } from './take-back.js';
import type { AdjustOrder, Applied, TargetContext, TargetOptions } from './target.js';
import { componentsOf } from './workload-settings.js';

/** What a workload is adjusted with. */
export interface AdjustWorkloadOptions extends TargetOptions {
  readonly lease: LeaseHolder;
  readonly writer: WorkloadWriter;
}

/** What came of an adjustment. */
export interface AdjustedWorkload extends Applied {
  /** The workload as it is then. */
  readonly object: WorkloadObject;
}

/**
 * Writes the settings of a workload, waits until it runs with them and has settled, and does with a failure what the
 * configuration says. The way back to how it was before the first adjustment has no settlement, and is not taken back in turn.
 */
export async function adjustWorkload(
  order: AdjustOrder,
  options: AdjustWorkloadOptions,
  context: TargetContext,
): Promise<AdjustedWorkload> {
  const { api, shared, workload, clock, lease, writer, logger } = options;
  const signal = AbortSignal.any([context.signal, lease.signal, order.stop]);
  const how = { signal, guard: context.guard };
  using view = await WorkloadView.open({ api, shared, workload, clock, signal });
  const { workload: object } = view.snapshot;
  const baseline = restartBaseline(view.snapshot);
  const plan = planChange(workload, object, order);
  if (!isAnything(plan, object) && !writer.isAwaited(object))
    return adjusted(options, object, { fields: [], before: [] });
  const obstacle = plan.fields.some(({ at }) => at !== 'replicas') ? rolloutObstacle(workload, object) : undefined;
  if (obstacle && !order.restores) throw doesNotRollOut(obstacle);
  let change: Change = { fields: plan.fields, before: currentFields(object, plan.fields) };
  let isWritten = false;
  try {
    const { workload: written, before } = await write(plan, object, options, how);
    isWritten = true;
    change = { ...change, before };
    await replaceStuckPods(view, written, writer, how);
    const waiting = {
      workload,
      written,
      adjustments: order.adjustments,
      baseline,
      clock,
      signal,
    };
    if (obstacle)
      logger.warn(obstacle.message); // it is as it was before, and does not roll out
    else await settle(view, order.restores ? undefined : order.settlement, { ...options, ...waiting }, context);
  } catch (error) {
    lease.assertHeld(); // the failure of the Lease itself comes first: nothing may be written
    const isAsBefore = !isWritten && !writer.isUnanswered;
    if (isAsBefore || order.restores) throw error;
    await endFailure(error, change, options, context);
  }
  return adjusted(options, view.snapshot.workload, change);
}

/** Whether there is something to do: to write settings, or to forget on the way back how it was. */
function isAnything({ fields, isReturn }: PlannedChange, object: WorkloadObject): boolean {
  return fields.length > 0 || (isReturn && recordedHolder(object) !== undefined);
}

function adjusted(options: AdjustWorkloadOptions, object: WorkloadObject, change: Change): AdjustedWorkload {
  return {
    object,
    components: componentsOf(options.workload, object),
    undo: (context, because) => takeBackAfter(because, change, options, context),
  };
}

/** On the way back nothing is recorded any more: what somebody else has set meanwhile is how it is meant to be. */
async function write(
  { fields, foreign, isReturn }: PlannedChange,
  object: WorkloadObject,
  { workload, writer, logger }: AdjustWorkloadOptions,
  how: WriteContext,
): Promise<Written> {
  const written = await writer.write(object, fields, how);
  if (foreign.length > 0) logger.warn(keptText(workload, object, foreign));
  if (!isReturn || recordedHolder(written.workload) === undefined) return written;
  await writer.forget(written.workload, how);
  return { ...written, workload: await writer.read(how.signal) };
}

/**
 * Waits until the workload runs and has settled.
 *
 * @param settlement in milliseconds; absent on the way back to how it was before.
 */
async function settle(
  view: WorkloadView,
  settlement: number | undefined,
  options: AdjustWorkloadOptions & Omit<RolloutOptions, 'progress'>,
  context: TargetContext,
): Promise<void> {
  const { workload, logger, clock, signal } = options;
  const { trouble, rest } = await awaitSettled(view, settlement ?? 0, options, context);
  if (!trouble) return;
  const name = workloadText(workload);
  const lead = settlement === undefined ? `${name} has its settings from before again, and does not run: ` : '';
  const told = { ...trouble, message: lead + trouble.message };
  if (workload.onFailure !== 'ignore') throw await troubleError(told, options);
  logger.warn(`${name} failed, which is ignored: ${told.message}`);
  await clock.sleep(rest, { signal });
}

/** A change of the number of pods needs no rollout; any other would be waited for in vain. */
function doesNotRollOut({ message, hint }: RolloutObstacle): AdjustmentFailedError {
  return new AdjustmentFailedError(message, { reason: 'does-not-roll-out', hint });
}
