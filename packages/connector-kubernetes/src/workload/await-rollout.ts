import { AdjustmentFailedError, type Clock } from '@servo/core';
import { fieldManager } from '../api/field-manager.js';
import { differingFields, type Field } from './fields.js';
import { isReady, rolloutPercent } from './readiness.js';
import { explainDelay, findTrouble, quotaTrouble, type Trouble, type TroubleOptions } from './trouble.js';
import type { Snapshot, WorkloadView } from './workload-view.js';

const quotaGrace = 5_000; // milliseconds; old pods may make room as they end

/** What was written, and what is awaited of it. */
export interface RolloutOptions extends TroubleOptions {
  /** The generation that the write made. */
  readonly generation: number;
  readonly fields: readonly Field[];
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
  let quotaSince: number | undefined;
  const judge = (snapshot: Snapshot): { readonly trouble?: Trouble | undefined } | undefined => {
    const now = clock.monotonic();
    if (now - began > timeout) return { trouble: explainDelay(snapshot, options) };
    if ((snapshot.workload.metadata.generation ?? 0) < generation) return undefined; // not seen yet
    assertOurs(snapshot, options);
    const trouble = findTrouble(snapshot, options);
    if (trouble) return { trouble };
    if (isReady(snapshot.workload)) return {};
    const quota = quotaTrouble([], snapshot, options);
    quotaSince = quota && (quotaSince ?? now);
    if (quota && quotaSince !== undefined && now - quotaSince >= quotaGrace) return { trouble: quota };
    progress(rolloutPercent(snapshot.workload));
    return undefined;
  };
  const { trouble } = await view.until(judge, signal);
  return trouble;
}

/** Watches that a workload stays ready for a time; answers what it was that ended that, if anything. */
export async function awaitSettlement(
  view: WorkloadView,
  duration: number,
  options: RolloutOptions,
): Promise<Trouble | undefined> {
  const { clock, signal, progress } = options;
  const began = clock.monotonic();
  const over = new AbortController();
  const time = clock.sleep(duration, { signal: AbortSignal.any([signal, over.signal]) }).then(() => undefined);
  const watched = view.until(
    (snapshot) => {
      assertOurs(snapshot, options);
      progress((100 * (clock.monotonic() - began)) / duration);
      const trouble = findTrouble(snapshot, options) ?? unready(snapshot, options);
      return trouble && { ...trouble, reason: trouble.reason === 'start-failed' ? 'unstable' : trouble.reason };
    },
    AbortSignal.any([signal, over.signal]),
  );
  try {
    return await Promise.race([time, watched]);
  } finally {
    over.abort();
    await Promise.allSettled([time, watched]);
  }
}

function unready(snapshot: Snapshot, options: TroubleOptions): Trouble | undefined {
  if (isReady(snapshot.workload)) return undefined;
  const trouble = explainDelay(snapshot, options);
  return { ...trouble, reason: 'unstable', isVerdict: true };
}

/** Somebody else may write to the workload; our own values must stay. */
function assertOurs({ workload }: Snapshot, { fields, name, generation }: RolloutOptions): void {
  if ((workload.metadata.generation ?? 0) <= generation || differingFields(workload, fields).length === 0) return;
  throw new AdjustmentFailedError(`${name} was changed by ${lastManager(workload)} while it was adjusted`, {
    reason: 'changed-elsewhere',
    hint: 'Pause what manages the workload (an autoscaler, a deployment pipeline) while it is tuned.',
  });
}

/** Returns the name under which the last other change was made. */
export function lastManager({ metadata }: Snapshot['workload']): string {
  const others = (metadata.managedFields ?? []).filter(
    ({ manager, subresource }) => manager !== fieldManager && subresource !== 'status',
  );
  const latest = others.toSorted((one, other) => (other.time ?? '').localeCompare(one.time ?? ''))[0];
  return latest ? `"${latest.manager}"` : 'somebody else';
}
