import { AdjustmentFailedError, type Clock } from '@servo/core';
import type { WorkloadObject } from '../api/objects.js';
import { type Workload, workloadText } from '../config/workload.js';
import { isChanged } from '../view/assert-unchanged.js';
import { lastManager } from '../view/last-manager.js';
import { Patience } from '../trouble/patience.js';
import { isObserved, isReady, rolloutPercent } from '../view/readiness.js';
import { explainDelay, findQuotaTrouble, findScheduleTrouble, findTrouble } from '../trouble/find-trouble.js';
import type { Trouble, TroubleOptions } from '../trouble/trouble.js';
import type { Snapshot, WorkloadView } from '../view/workload-view.js';

const quotaGrace = 5_000; // milliseconds
export const moment = 30_000; // milliseconds; a readiness probe that fails once costs its period, 10 s unless it is set

/** What was written, and what is awaited of it. */
export interface RolloutOptions extends Pick<TroubleOptions, 'adjustments' | 'baseline'> {
  readonly workload: Workload;
  /** The workload as it was answered when it had been written. */
  readonly written: WorkloadObject;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly progress: (percent: number) => void;
}

/** Waits until a workload runs with what was written; answers what kept it from that, or `undefined` when nothing did. */
export async function awaitRollout(
  view: WorkloadView,
  timeout: number,
  options: RolloutOptions,
): Promise<Trouble | undefined> {
  const { clock, signal, progress, workload, written } = options;
  const judged = judgedBy(options);
  const began = clock.monotonic();
  const homeless = new Patience(clock, workload.schedulingGrace.milliseconds);
  const refused = new Patience(clock, quotaGrace);
  const judge = (snapshot: Snapshot): { readonly trouble?: Trouble | undefined } | undefined => {
    const now = clock.monotonic();
    if (now - began > timeout) return { trouble: explainDelay(snapshot, judged) };
    if (generationOf(snapshot.workload) < generationOf(written)) return undefined; // not seen yet
    assertOurs(snapshot, options);
    if (!isObserved(snapshot.workload)) return undefined; // what there is are pods of an older template
    const trouble = findTrouble(snapshot, judged);
    if (trouble) return { trouble };
    if (isReady(snapshot.workload)) return {};
    const hasHope = isMakingRoom(snapshot);
    const quota = refused.endsWith(hasHope ? undefined : findQuotaTrouble(snapshot, judged));
    const stuck = quota ?? homeless.endsWith(hasHope ? undefined : findScheduleTrouble(snapshot, judged));
    if (stuck) return { trouble: stuck };
    progress(rolloutPercent(snapshot.workload));
    return undefined;
  };
  const { trouble } = await view.until(judge, signal);
  return trouble;
}

/**
 * Watches that a workload stays ready for a time; answers what it was that ended that, if anything. Pods that are not ready for
 * a moment, or are replaced, do no harm when they are back at the end; crashes and the like are final at once.
 */
export async function awaitSettlement(
  view: WorkloadView,
  duration: number,
  options: RolloutOptions,
): Promise<Trouble | undefined> {
  const { clock, signal, progress } = options;
  const began = clock.monotonic();
  const judged = judgedBy(options);
  const patience = new Patience(clock, moment);
  const judge = (snapshot: Snapshot): Trouble | undefined => {
    assertOurs(snapshot, options);
    progress((100 * (clock.monotonic() - began)) / duration);
    return findTrouble(snapshot, judged) ?? patience.endsWith(unready(snapshot, judged));
  };
  const trouble = (await view.during(duration, judge, signal)) ?? unready(view.snapshot, judged);
  return trouble && afterReadiness(trouble);
}

function unready(snapshot: Snapshot, options: TroubleOptions): Trouble | undefined {
  return isReady(snapshot.workload) ? undefined : explainDelay(snapshot, options);
}

/** It had started: what was a failed start, or a late one, is now a verdict on the settings. */
export function afterReadiness(trouble: Trouble): Trouble {
  const isStart = trouble.reason === 'start-failed' || trouble.reason === 'timeout';
  return isStart ? { ...trouble, reason: 'unstable', isVerdict: true } : trouble;
}

/** Whether pods are ending, so that there may be room for others soon. */
function isMakingRoom({ pods }: Snapshot): boolean {
  return pods.some(({ metadata }) => metadata.deletionTimestamp !== undefined);
}

/** What runs must be what was written. */
function assertOurs({ workload: seen }: Snapshot, { workload, written }: RolloutOptions): void {
  if (!isChanged(workload, written, seen)) return;
  throw new AdjustmentFailedError(
    `${workloadText(workload)} was changed by ${lastManager(seen, written)} while it was adjusted`,
    {
      reason: 'changed-elsewhere',
      hint: 'Pause what manages the workload (an autoscaler, a deployment pipeline) while it is tuned.',
    },
  );
}

function judgedBy({ workload, adjustments, baseline }: RolloutOptions): TroubleOptions {
  const containers = workload.containers.map(({ name }) => name);
  return { name: workloadText(workload), containers, adjustments, baseline };
}

function generationOf({ metadata }: WorkloadObject): number {
  return metadata.generation ?? 0;
}
