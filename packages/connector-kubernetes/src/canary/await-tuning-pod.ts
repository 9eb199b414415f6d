import type { Clock } from '@servo/core';
import type { Pod } from '../api/objects.js';
import { explainPodDelay, findPodTrouble, type Trouble, type TroubleOptions } from '../workload/trouble.js';
import { isPodReady, startPercent } from './tuning-pod.js';
import type { TuningPodView } from './tuning-pod-view.js';

/** Which pod is awaited, and how it is judged. */
export interface AwaitPodOptions extends Omit<TroubleOptions, 'baseline'> {
  readonly pod: Pod;
  /** How long it must stay ready to count as ready, in seconds. */
  readonly minReadySeconds: number;
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
  const { clock, minReadySeconds, signal, progress } = options;
  const judging = { ...options, baseline: new Map() };
  const began = clock.monotonic();
  const judge = judgeOf(options);
  let readySince: number | undefined;
  const { trouble } = await view.until<{ readonly trouble?: Trouble }>((pod) => {
    const found = judge(pod);
    if (found) return { trouble: found };
    const now = clock.monotonic();
    if (now - began > timeout) return { trouble: explainPodDelay(pod ? [pod] : [], judging) };
    if (pod?.metadata.uid !== options.pod.metadata.uid) return undefined; // not seen yet
    readySince = isPodReady(pod) ? (readySince ?? now) : undefined;
    if (readySince !== undefined && now - readySince >= minReadySeconds * 1_000) return {};
    progress(startPercent(pod));
    return undefined;
  }, signal);
  return trouble;
}

/** Watches that a tuning pod stays ready for a time; answers what it was that ended that, if anything. */
export async function awaitTuningPodSettlement(
  view: TuningPodView,
  duration: number,
  options: AwaitPodOptions,
): Promise<Trouble | undefined> {
  const { clock, signal, progress } = options;
  const began = clock.monotonic();
  const judge = judgeOf(options);
  return view.during(
    duration,
    (pod) => {
      progress((100 * (clock.monotonic() - began)) / duration);
      const trouble = judge(pod) ?? (pod && isPodReady(pod) ? undefined : unready(pod, options));
      return trouble && { ...trouble, reason: trouble.reason === 'start-failed' ? 'unstable' : trouble.reason };
    },
    signal,
  );
}

function unready(pod: Pod | undefined, options: AwaitPodOptions): Trouble {
  const trouble = explainPodDelay(pod ? [pod] : [], { ...options, baseline: new Map() });
  return { ...trouble, reason: 'unstable', isVerdict: true };
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
    return isIt ? findPodTrouble([pod], judging) : undefined;
  };
}
