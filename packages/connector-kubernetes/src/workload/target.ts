import type { Adjustment, Clock, Component, EventContext, Logger } from '@servo/core';
import type { KubernetesApi } from '../api/kubernetes-api.js';
import type { SharedWatches } from '../api/shared-watches.js';
import type { Workload } from '../config/workload.js';

/** What a {@link Target} is made of. */
export interface TargetOptions {
  readonly workload: Workload;
  readonly api: KubernetesApi;
  /** Watches that many workloads of a namespace share. */
  readonly shared?: SharedWatches | undefined;
  /** The name of this servo, for the Lease and the record. */
  readonly identity: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The event that a target acts in. */
export type TargetContext = Pick<EventContext, 'clock' | 'signal' | 'guard' | 'progress'>;

/** What is to be adjusted. */
export interface AdjustOrder {
  readonly adjustments: readonly Adjustment[];
  /** Whether this is the way back to how it was before the first change, by all that is recorded of that. */
  readonly restores: boolean;
  /** For how many milliseconds the target must stay ready. */
  readonly settlement: number;
  /** Aborts when the adjustment is to be taken back, because another workload of it does not run. */
  readonly stop: AbortSignal;
}

/** An adjustment that was carried out, and can be taken back. */
export interface Applied {
  readonly components: readonly Component[];
  /** Takes it back because of a failure elsewhere, which the error of one that cannot be taken back tells of, too. */
  undo(context: TargetContext, because: unknown): Promise<void>;
}

/** A workload and the way in which it is tuned: each strategy is a class of its own. */
export interface Target {
  readonly workload: Workload;
  describe(signal: AbortSignal): Promise<readonly Component[]>;
  /** From now on nobody else tunes the workload; what an earlier run left behind is taken back. */
  startup(context: TargetContext): Promise<void>;
  /** Carries out the adjustments of this workload; `undefined` when there are none. */
  adjust(order: AdjustOrder, context: TargetContext): Promise<Applied | undefined>;
  /** The measuring begins. */
  observe(context: TargetContext): Promise<void>;
  /** The measuring has ended; throws when what was measured is not what it was at the beginning. */
  review(signal: AbortSignal): Promise<void>;
  /** Throws where what runs now is not what this servo made of it, so that it cannot be promoted. */
  assertPromotable(context: TargetContext): Promise<void>;
  /** What runs now is how it is meant to be. */
  promote(context: TargetContext): Promise<void>;
  /** Takes away what a run that was killed left behind, whichever servo it was of, and answers what that was. */
  cleanUp(context: TargetContext): Promise<readonly string[]>;
  /** The servo ends: others may tune the workload. */
  release(signal: AbortSignal): Promise<void>;
  /** As {@link release}, where there was no time for the servo to end in good order, or nothing had begun. */
  dispose(signal: AbortSignal): Promise<void>;
}
