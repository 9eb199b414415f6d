import { latestPods } from '../view/latest-pods.js';
import type { Snapshot } from '../view/workload-view.js';
import { progressTrouble, quotaTrouble } from './controller-trouble.js';
import { crashTrouble } from './crash-trouble.js';
import { evictionTrouble } from './eviction-trouble.js';
import { firstTrouble } from './first-trouble.js';
import { imageTrouble } from './image-trouble.js';
import { nodeTrouble } from './node-trouble.js';
import { scheduleTrouble } from './schedule-trouble.js';
import type { Finder, Trouble, TroubleOptions } from './trouble.js';
import { unreadyTrouble } from './unready-trouble.js';

/** Finds what will not get better by waiting; `undefined` when there is hope. */
export function findTrouble(snapshot: Snapshot, options: TroubleOptions): Trouble | undefined {
  return first([imageTrouble, crashTrouble, evictionTrouble, progressTrouble], snapshot, options);
}

/** Finds that the scheduler has no node for pods; that may change while old pods end, or nodes are added. */
export function findScheduleTrouble(snapshot: Snapshot, options: TroubleOptions): Trouble | undefined {
  return first([scheduleTrouble], snapshot, options);
}

/** Finds that pods are not made, for instance because of a quota; it may go away while old pods end. */
export function findQuotaTrouble(snapshot: Snapshot, options: TroubleOptions): Trouble | undefined {
  return first([quotaTrouble], snapshot, options);
}

/** Finds what kept a workload from becoming ready, when the time for it is over. */
export function explainDelay(snapshot: Snapshot, options: TroubleOptions): Trouble {
  const inPods = [imageTrouble, crashTrouble, evictionTrouble];
  const around = [quotaTrouble, scheduleTrouble, nodeTrouble, unreadyTrouble];
  const message = `${options.name} did not become ready in time: ${countsText(snapshot)}`;
  const unexplained = { reason: 'timeout', message, isVerdict: false, containers: [] };
  return first([...inPods, ...around], snapshot, options) ?? unexplained;
}

function first(finders: readonly Finder[], snapshot: Snapshot, options: TroubleOptions): Trouble | undefined {
  return firstTrouble(finders, latestPods(snapshot), options, snapshot);
}

function countsText({ workload: { spec, status = {} } }: Snapshot): string {
  const { updatedReplicas = 0, availableReplicas = 0 } = status;
  return `of ${spec.replicas ?? 1} pods ${updatedReplicas} are new and ${availableReplicas} available`;
}
