import { type Adjustment, formatAdjustments } from '@servo/core';
import type { Condition, ContainerStatus, Pod } from '../api/objects.js';
import { latestPods } from './latest-pods.js';
import { isObserved } from './readiness.js';
import { hadEnded, hasEnded, type RestartBaseline, restartsSince } from './restart-baseline.js';
import type { Snapshot } from './workload-view.js';

/** What keeps a workload from running with its settings. */
export interface Trouble {
  /** A word for the optimizer. */
  readonly reason: string;
  readonly message: string;
  /** Whether the settings are to blame, so that they must not be tried again. */
  readonly isVerdict: boolean;
  /** Whose logs tell more. */
  readonly containers: readonly { readonly pod: string; readonly container: string; readonly restarted: boolean }[];
}

/** How a workload is judged. */
export interface TroubleOptions {
  readonly baseline: RestartBaseline;
  /** The containers whose restarts count. */
  readonly containers: readonly string[];
  /** The name of the workload, for messages: `Deployment shop/web`. */
  readonly name: string;
  /** What was asked for; those that the scheduler complains about are named. */
  readonly adjustments: readonly Adjustment[];
}

const imageReasons = ['ImagePullBackOff', 'ErrImagePull', 'InvalidImageName', 'ErrImageNeverPull'];
const crashReasons = ['CrashLoopBackOff', 'RunContainerError', 'CreateContainerError', 'CreateContainerConfigError'];

const refusedByNode = /^(OutOf\w+|UnexpectedAdmissionError)$/; // the controller makes another pod at once

type Finder = (pods: readonly Pod[], snapshot: Snapshot, options: TroubleOptions) => Trouble | undefined;
type PodFinder = (pods: readonly Pod[], snapshot: Snapshot | undefined, options: TroubleOptions) => Trouble | undefined;

/** Finds what will not get better by waiting; `undefined` when there is hope. */
export function findTrouble(snapshot: Snapshot, options: TroubleOptions): Trouble | undefined {
  return first([imageTrouble, crashTrouble, evictionTrouble, progressTrouble], snapshot, options);
}

/** Finds what kept a workload from becoming ready, when the time for it is over. */
export function explainDelay(snapshot: Snapshot, options: TroubleOptions): Trouble {
  const finders = [
    imageTrouble,
    crashTrouble,
    evictionTrouble,
    quotaTrouble,
    scheduleTrouble,
    nodeTrouble,
    unreadyTrouble,
  ];
  const message = `${options.name} did not become ready in time: ${countsText(snapshot)}`;
  return first(finders, snapshot, options) ?? { reason: 'timeout', message, isVerdict: false, containers: [] };
}

/** Finds that the scheduler has no node for pods; that may change while old pods end, or nodes are added. */
export function findScheduleTrouble(snapshot: Snapshot, options: TroubleOptions): Trouble | undefined {
  return first([scheduleTrouble], snapshot, options);
}

/** Finds that pods are not made, for instance because of a quota; it may go away while old pods end. */
export function findQuotaTrouble(snapshot: Snapshot, options: TroubleOptions): Trouble | undefined {
  return quotaTrouble([], snapshot, options);
}

/** As {@link findTrouble}, for a pod that no controller makes anew. */
export function findPodTrouble(pod: Pod, options: TroubleOptions): Trouble | undefined {
  return firstOf([imageTrouble, crashTrouble, evictionTrouble, refusalTrouble], pod, options);
}

/** As {@link findScheduleTrouble}, for one pod. */
export function findPodScheduleTrouble(pod: Pod, options: TroubleOptions): Trouble | undefined {
  return scheduleTrouble([pod], undefined, options);
}

/** As {@link explainDelay}, for a pod that no controller makes anew. */
export function explainPodDelay(pod: Pod | undefined, options: TroubleOptions): Trouble {
  const finders = [imageTrouble, crashTrouble, evictionTrouble, scheduleTrouble, nodeTrouble, unreadyTrouble];
  const message = `${options.name} did not become ready in time`;
  const found = pod && firstOf(finders, pod, options);
  return found ?? { reason: 'timeout', message, isVerdict: false, containers: [] };
}

function firstOf(finders: readonly PodFinder[], pod: Pod, options: TroubleOptions): Trouble | undefined {
  for (const finder of finders) {
    const trouble = finder([pod], undefined, options);
    if (trouble) return trouble;
  }
  return undefined;
}

function first(finders: readonly Finder[], snapshot: Snapshot, options: TroubleOptions): Trouble | undefined {
  const pods = latestPods(snapshot);
  for (const finder of finders) {
    const trouble = finder(pods, snapshot, options);
    if (trouble) return trouble;
  }
  return undefined;
}

const quotaTrouble: Finder = (_pods, snapshot, { name }) => {
  const failure = isObserved(snapshot.workload) ? conditionOf(snapshot, 'ReplicaFailure') : undefined;
  if (failure?.status !== 'True') return undefined;
  const reason = failure.message?.includes('exceeded quota') ? 'quota-exceeded' : 'start-failed';
  return rejected(reason, `${name}: pods cannot be made: ${failure.message ?? failure.reason ?? ''}`);
};

const imageTrouble: PodFinder = (pods, _snapshot, { name }) => {
  const found = pods.flatMap((pod) =>
    statusesOf(pod)
      .filter(({ state }) => imageReasons.includes(state?.waiting?.reason ?? ''))
      .map(({ name: container, state }) => `${pod.metadata.name} - ${container}: ${waitingText(state?.waiting)}`),
  );
  if (found.length === 0) return undefined;
  const message = `Container image pull failure detected on ${found.length} pods of ${name}: ${found.join(', ')}`;
  return { reason: 'image-pull-failed', message, isVerdict: false, containers: [] };
};

const crashTrouble: PodFinder = (pods, _snapshot, { baseline, containers, name }) => {
  const crashed = pods.flatMap((pod) =>
    (pod.status?.containerStatuses ?? [])
      .filter((status) => containers.includes(status.name) && hasCrashed(baseline, pod, status))
      .map((status) => ({ pod, status, count: restartsSince(baseline, pod, status) })),
  );
  if (crashed.length === 0) return undefined;
  const texts = crashed.map(
    ({ pod, status, count }) => `${pod.metadata.name} - ${status.name} x${count}${endText(status)}`,
  );
  return {
    ...rejected('unstable', `${name} pod(s) crash restart detected: ${texts.join(', ')}`),
    containers: crashed.map(({ pod, status }) => ({
      pod: pod.metadata.name,
      container: status.name,
      restarted: status.restartCount > 0,
    })),
  };
};

const evictionTrouble: PodFinder = (pods, _snapshot, { name, baseline }) => {
  const ended = pods.find(
    (pod) => hasEnded(pod) && !hadEnded(baseline, pod) && !refusedByNode.test(pod.status?.reason ?? ''),
  );
  if (!ended) return undefined;
  const { reason = 'Failed', message = '' } = ended.status ?? {};
  const text = `${name}: the pod ${ended.metadata.name} ended: ${reason} ${message}`.trim();
  const isNodeLost = ['NodeLost', 'NodeAffinity', 'Shutdown', 'Terminated', 'Preempting'].includes(reason);
  return isNodeLost ? nodeLost(text) : rejected('unstable', text);
};

const refusalTrouble: PodFinder = (pods, _snapshot, { name }) => {
  const ended = pods.find((pod) => hasEnded(pod) && refusedByNode.test(pod.status?.reason ?? ''));
  if (!ended) return undefined;
  const { reason = '', message = '' } = ended.status ?? {};
  const text = `${name}: the node refused the pod ${ended.metadata.name}: ${reason} ${message}`.trim();
  return { reason: 'unschedulable', message: text, isVerdict: false, containers: [] };
};

/** When a node is silent, the controller of nodes calls its pods unready and gives no reason; their containers may well run. */
const nodeTrouble: PodFinder = (pods, _snapshot, { name }) => {
  const lost = pods.filter(({ status }) => {
    const { containerStatuses = [], conditions = [] } = status ?? {};
    const isUnready = conditions.some((each) => each.type === 'Ready' && each.status === 'False' && !each.reason);
    return isUnready && containerStatuses.length > 0 && containerStatuses.every(({ ready }) => ready);
  });
  if (lost.length === 0) return undefined;
  const texts = lost.map(({ metadata, spec }) => `${metadata.name} on ${spec.nodeName ?? 'no node'}`);
  return nodeLost(`${name}: nodes do not answer, and their pods count as unready: ${texts.join(', ')}`);
};

/** The controller itself has given up; the pods say why, if they do. */
const progressTrouble: Finder = (_pods, snapshot, options) => {
  const progressing = isObserved(snapshot.workload) ? conditionOf(snapshot, 'Progressing') : undefined;
  if (progressing?.status !== 'False') return undefined;
  const { reason = '', message = '' } = progressing;
  return (
    first([quotaTrouble, scheduleTrouble, nodeTrouble, unreadyTrouble], snapshot, options) ??
    rejected('start-failed', `${options.name} stopped progressing: ${message} (${reason})`)
  );
};

const scheduleTrouble: PodFinder = (pods, _snapshot, { name, adjustments }) => {
  const messages = pods.flatMap((pod) => {
    const condition = pod.status?.conditions?.find(({ reason }) => reason === 'Unschedulable');
    return condition ? [condition.message ?? ''] : [];
  });
  const [words] = messages;
  if (words === undefined) return undefined;
  const blamed = formatAdjustments(adjustments.filter(({ setting }) => isBlamed(setting, words)));
  const what = blamed ? `Requested adjustment(s) (${blamed})` : `${messages.length} pod(s) of ${name}`;
  return rejected('unschedulable', `${what} cannot be scheduled due to "${words}"`);
};

function isBlamed(setting: string, words: string): boolean {
  const word = setting === 'cpu' ? /\bcpu\b/i : setting === 'mem' ? /\bmemory\b/i : undefined;
  return word?.test(words) ?? false;
}

const unreadyTrouble: PodFinder = (pods, _snapshot, { name }) => {
  const unready = pods.flatMap((pod) => {
    const condition = pod.status?.conditions?.find(({ type, status }) => type === 'Ready' && status === 'False');
    return condition ? [{ pod, condition }] : [];
  });
  if (unready.length === 0) return undefined;
  const texts = unready.map(
    ({ pod, condition }) => `${pod.metadata.name} - (reason ${condition.reason}) ${condition.message ?? ''}`,
  );
  return {
    ...rejected('start-failed', `Found ${unready.length} unready pod(s) for ${name}: ${texts.join(', ')}`),
    containers: unready.flatMap(({ pod }) =>
      statusesOf(pod)
        .filter(({ ready }) => !ready)
        .map((status) => ({ pod: pod.metadata.name, container: status.name, restarted: status.restartCount > 0 })),
    ),
  };
};

function hasCrashed(baseline: RestartBaseline, pod: Pod, status: ContainerStatus): boolean {
  return (
    restartsSince(baseline, pod, status) > 0 || crashReasons.slice(1).includes(status.state?.waiting?.reason ?? '')
  );
}

function endText({ lastState, state }: ContainerStatus): string {
  const end = lastState?.terminated ?? state?.terminated;
  return end ? ` (${end.reason ?? 'ended'}, exit code ${end.exitCode})` : ` (${waitingText(state?.waiting)})`;
}

function waitingText(waiting: { readonly reason?: string; readonly message?: string } | undefined): string {
  return [waiting?.reason, waiting?.message].filter(Boolean).join(' ');
}

function statusesOf({ status }: Pod): readonly ContainerStatus[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}

function conditionOf({ workload }: Snapshot, type: string): Condition | undefined {
  return workload.status?.conditions?.find((condition) => condition.type === type);
}

function nodeLost(message: string): Trouble {
  return { reason: 'node-lost', message, isVerdict: false, containers: [] };
}

function rejected(reason: string, message: string): Trouble {
  return { reason, message, isVerdict: true, containers: [] };
}

function countsText({ workload: { spec, status = {} } }: Snapshot): string {
  const { updatedReplicas = 0, availableReplicas = 0 } = status;
  return `of ${spec.replicas ?? 1} pods ${updatedReplicas} are new and ${availableReplicas} available`;
}
