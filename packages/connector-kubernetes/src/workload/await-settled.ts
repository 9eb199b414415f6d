import type { Trouble } from '../trouble/trouble.js';
import { workloadText } from '../config/workload.js';
import type { WorkloadView } from '../view/workload-view.js';
import { awaitRollout, awaitSettlement, type RolloutOptions } from './await-rollout.js';
import type { TargetContext } from './target.js';

/** Whether a workload came to run and stayed so. */
export interface Settled {
  /** What it was that ended that, if anything. */
  readonly trouble?: Trouble | undefined;
  /** Milliseconds of the settlement that are left; 0 when it is over. */
  readonly rest: number;
}

/** Waits until a workload runs with what was written, and has stayed so for so many milliseconds. */
export async function awaitSettled(
  view: WorkloadView,
  settlement: number,
  options: Omit<RolloutOptions, 'progress'>,
  { progress }: Pick<TargetContext, 'progress'>,
): Promise<Settled> {
  const { workload, clock } = options;
  const name = workloadText(workload);
  const share = settlement > 0 ? 0.7 : 0.98;
  const rollingOut = (percent: number): void => progress(1 + percent * share, `rolling out ${name}`);
  const late = await awaitRollout(view, workload.timeout.milliseconds, { ...options, progress: rollingOut });
  if (late || settlement === 0) return { trouble: late, rest: settlement };
  const began = clock.monotonic();
  const settling = (percent: number): void => progress(71 + percent * 0.28, `${name} settles`);
  const trouble = await awaitSettlement(view, settlement, { ...options, progress: settling });
  return { trouble, rest: Math.max(0, settlement - (clock.monotonic() - began)) };
}
