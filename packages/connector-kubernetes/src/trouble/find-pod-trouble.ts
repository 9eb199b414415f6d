import type { Pod } from '../api/objects.js';
import { crashTrouble } from './crash-trouble.js';
import { evictionTrouble, refusalTrouble } from './eviction-trouble.js';
import { firstTrouble } from './first-trouble.js';
import { imageTrouble } from './image-trouble.js';
import { nodeTrouble } from './node-trouble.js';
import { scheduleTrouble } from './schedule-trouble.js';
import type { Trouble, TroubleOptions } from './trouble.js';
import { unreadyTrouble } from './unready-trouble.js';

/** Finds what will not get better by waiting, in a pod that no controller makes anew; `undefined` when there is hope. */
export function findPodTrouble(pod: Pod, options: TroubleOptions): Trouble | undefined {
  return firstTrouble([imageTrouble, crashTrouble, evictionTrouble, refusalTrouble], [pod], options);
}

/** Finds that the scheduler has no node for the pod; that may change. */
export function findPodScheduleTrouble(pod: Pod, options: TroubleOptions): Trouble | undefined {
  return scheduleTrouble([pod], options);
}

/** Finds what kept the pod from becoming ready, when the time for it is over. */
export function explainPodDelay(pod: Pod | undefined, options: TroubleOptions): Trouble {
  const finders = [imageTrouble, crashTrouble, evictionTrouble, scheduleTrouble, nodeTrouble, unreadyTrouble];
  const message = `${options.name} did not become ready in time`;
  const found = pod && firstTrouble(finders, [pod], options);
  return found ?? { reason: 'timeout', message, isVerdict: false, containers: [] };
}
