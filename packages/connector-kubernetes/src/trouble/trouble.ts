import type { Adjustment } from '@servo/core';
import type { Pod } from '../api/objects.js';
import type { Snapshot } from '../view/workload-view.js';
import type { RestartBaseline } from './restart-baseline.js';

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

/** Finds one kind of trouble in pods, whoever made them. */
export type PodFinder = (pods: readonly Pod[], options: TroubleOptions) => Trouble | undefined;

/** Finds one kind of trouble in a workload and its pods of the present template. */
export type Finder = (pods: readonly Pod[], options: TroubleOptions, snapshot: Snapshot) => Trouble | undefined;

/** Makes the trouble that the settings are to blame for. */
export function rejected(reason: string, message: string): Trouble {
  return { reason, message, isVerdict: true, containers: [] };
}
