import type { Clock } from '@servo/core';
import type { Pod } from '../api/objects.js';
import { afterReadiness, moment } from '../workload/await-rollout.js';
import { Patience } from '../trouble/patience.js';
import { explainPodDelay, findPodScheduleTrouble, findPodTrouble } from '../trouble/find-pod-trouble.js';
import type { Trouble, TroubleOptions } from '../trouble/trouble.js';
import { isPodReady, startPercent } from './tuning-pod.js';
import type { TuningPodView } from './tuning-pod-view.js';

/** Which pod is awaited, and how it is judged. */
export interface AwaitPodOptions extends Omit<TroubleOptions, 'baseline'> {
  readonly pod: Pod;
  /** How long it must stay ready to count as ready, in seconds. */
  readonly minReadySeconds: number;
  /** For how many milliseconds it may find no node. */
  readonly schedulingGrace: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly progress: (percent: number) => void;
}

/** Waits until a tuning pod is ready; answers what kept it from that, or `undefined` when nothing did. */
export async function awaitTuningPod(
  view: TuningPodView,
  timeout: number,
  options: AwaitPodOptions,
): Promise<Trouble | undefined> {
  const { clock, minReadySeconds, schedulingGrace, signal, progress } = options;
  const judging = { ...options, baseline: new Map() };
  const began = clock.monotonic();
  const judge = judgeOf(options);
  const homeless = new Patience(clock, schedulingGrace);
  let readySince: number | undefined;
  const { trouble } = await view.until<{ readonly trouble?: Trouble }>((pod) => {
    const found = judge(pod);
    if (found) return { trouble: found };
    const now = clock.monotonic();
    if (now - began > timeout) return { trouble: explainPodDelay(pod, judging) };
    if (pod?.metadata.uid !== options.pod.metadata.uid) return undefined; // not seen yet
    readySince = isPodReady(pod) ? (readySince ?? now) : undefined;
    if (readySince !== undefined && now - readySince >= minReadySeconds * 1_000) return {};
    const stuck = homeless.endsWith(findPodScheduleTrouble(pod, judging));
    if (stuck) return { trouble: stuck };
    progress(startPercent(pod));
    return undefined;
  }, signal);
  return trouble;
}

/**
 * Watches that a tuning pod stays ready for a time; answers what it was that ended that, if anything. One that is not ready for
 * a moment does no harm when it is back at the end.
 */
export async function awaitTuningPodSettlement(
  view: TuningPodView,
  duration: number,
  options: AwaitPodOptions,
): Promise<Trouble | undefined> {
  const { clock, signal, progress } = options;
  const began = clock.monotonic();
  const patience = new Patience(clock, moment);
  const judge = judgeOf(options);
  const watch = (pod: Pod | undefined): Trouble | undefined => {
    progress((100 * (clock.monotonic() - began)) / duration);
    return judge(pod) ?? patience.endsWith(unready(pod, options));
  };
  const trouble = (await view.during(duration, watch, signal)) ?? unready(view.pod, options);
  return trouble && afterReadiness(trouble);
}

function unready(pod: Pod | undefined, options: AwaitPodOptions): Trouble | undefined {
  return pod && isPodReady(pod) ? undefined : explainPodDelay(pod, { ...options, baseline: new Map() });
}

/** Finds what will not get better by waiting. A pod that was there and is no more was taken away by somebody else. */
function judgeOf(options: AwaitPodOptions): (pod: Pod | undefined) => Trouble | undefined {
  const { uid } = options.pod.metadata;
  const judging = { ...options, baseline: new Map() };
  let wasSeen = false;
  return (pod) => {
    const isIt = pod?.metadata.uid === uid;
    const isGone = (wasSeen && !isIt) || (isIt && pod.metadata.deletionTimestamp !== undefined);
    wasSeen ||= isIt;
    const message = `${options.name} was deleted by somebody else, or evicted`;
    if (isGone) return { reason: 'evicted', message, isVerdict: false, containers: [] };
    return isIt ? findPodTrouble(pod, judging) : undefined;
  };
}
