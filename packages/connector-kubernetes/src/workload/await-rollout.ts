import { AdjustmentFailedError, type Clock } from '@servo/core';
import { differingFields, type Field } from '../writing/fields.js';
import { lastManager } from '../view/last-manager.js';
import { Patience } from '../trouble/patience.js';
import { isReady, rolloutPercent } from '../view/readiness.js';
import { explainDelay, findQuotaTrouble, findScheduleTrouble, findTrouble } from '../trouble/find-trouble.js';
import type { Trouble, TroubleOptions } from '../trouble/trouble.js';
import type { Snapshot, WorkloadView } from '../view/workload-view.js';

const quotaGrace = 5_000; // milliseconds
export const moment = 30_000; // milliseconds; a readiness probe that fails once costs its period, 10 s unless it is set

/** What was written, and what is awaited of it. */
export interface RolloutOptions extends TroubleOptions {
  /** The generation that the write made. */
  readonly generation: number;
  readonly fields: readonly Field[];
  /** For how many milliseconds pods may find no node. */
  readonly schedulingGrace: number;
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
  const { clock, generation, signal, progress } = options;
  const began = clock.monotonic();
  const [refused, homeless] = [new Patience(clock, quotaGrace), new Patience(clock, options.schedulingGrace)];
  const judge = (snapshot: Snapshot): { readonly trouble?: Trouble | undefined } | undefined => {
    const now = clock.monotonic();
    if (now - began > timeout) return { trouble: explainDelay(snapshot, options) };
    if ((snapshot.workload.metadata.generation ?? 0) < generation) return undefined; // not seen yet
    assertOurs(snapshot, options);
    const trouble = findTrouble(snapshot, options);
    if (trouble) return { trouble };
    if (isReady(snapshot.workload)) return {};
    const hasHope = isMakingRoom(snapshot);
    const quota = refused.endsWith(hasHope ? undefined : findQuotaTrouble(snapshot, options));
    const stuck = quota ?? homeless.endsWith(hasHope ? undefined : findScheduleTrouble(snapshot, options));
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
  const patience = new Patience(clock, moment);
  const judge = (snapshot: Snapshot): Trouble | undefined => {
    assertOurs(snapshot, options);
    progress((100 * (clock.monotonic() - began)) / duration);
    return findTrouble(snapshot, options) ?? patience.endsWith(unready(snapshot, options));
  };
  const trouble = (await view.during(duration, judge, signal)) ?? unready(view.snapshot, options);
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

/** Somebody else may write to the workload; our own values must stay. */
function assertOurs({ workload }: Snapshot, { fields, name, generation }: RolloutOptions): void {
  if ((workload.metadata.generation ?? 0) <= generation || differingFields(workload, fields).length === 0) return;
  throw new AdjustmentFailedError(`${name} was changed by ${lastManager(workload)} while it was adjusted`, {
    reason: 'changed-elsewhere',
    hint: 'Pause what manages the workload (an autoscaler, a deployment pipeline) while it is tuned.',
  });
}
