import { AdjustmentFailedError, type Component } from '@servo/core';
import type { WorkloadObject } from '../api/objects.js';
import { componentNameOf } from '../config/component-names.js';
import { type Workload, workloadText } from '../config/workload.js';
import { LeaseHolder } from '../lease/lease-holder.js';
import { restartBaseline } from '../trouble/restart-baseline.js';
import { assertUnchanged } from '../view/assert-unchanged.js';
import { WorkloadView } from '../view/workload-view.js';
import { recordedHolder } from '../writing/record.js';
import { WorkloadWriter, type WriteContext } from '../writing/workload-writer.js';
import { adjustWorkload } from './adjust-workload.js';
import { awaitRollout } from './await-rollout.js';
import { keptText } from './kept-text.js';
import { replaceStuckPods } from './replace-stuck-pods.js';
import type { AdjustOrder, Applied, Target, TargetContext as Context, TargetOptions } from './target.js';
import { rolloutObstacle } from './rollout-obstacle.js';
import { componentsOf } from './workload-settings.js';

/** One workload that is tuned by changing it. */
export class WorkloadTarget implements Target {
  readonly workload: Workload;
  readonly #options: TargetOptions;
  readonly #lease: LeaseHolder;
  readonly #writer: WorkloadWriter;
  #isTried = false; // whether it has other settings than before, by this servo
  #adjusted: WorkloadObject | undefined; // as it was after the last adjustment, until that is measured
  #measured: WorkloadObject | undefined;

  constructor(options: TargetOptions) {
    this.workload = options.workload;
    this.#options = options;
    this.#lease = new LeaseHolder(options);
    this.#writer = new WorkloadWriter({ ...options, lease: this.#lease });
  }

  async describe(signal: AbortSignal): Promise<readonly Component[]> {
    return componentsOf(this.workload, await this.#writer.read(signal));
  }

  /** Takes back also what this servo itself has recorded: its journal does not know of that any more. */
  async startup(context: Context): Promise<void> {
    await this.#lease.acquire(context.signal);
    await this.#takeBackRecorded(context, { waits: true });
    this.#lease.recovered();
  }

  /** Remembers how the workload is when the measuring begins; it must be as it was adjusted. */
  async observe({ signal }: Context): Promise<void> {
    const adjusted = this.#adjusted;
    this.#adjusted = undefined;
    this.#measured = await this.#writer.read(signal);
    assertUnchanged(this.workload, adjusted, this.#measured, 'since it was adjusted');
  }

  async review(signal: AbortSignal): Promise<void> {
    assertUnchanged(this.workload, this.#measured, await this.#writer.read(signal));
  }

  async adjust({ adjustments, ...order }: AdjustOrder, context: Context): Promise<Applied | undefined> {
    const own = adjustments.filter(({ component }) => this.#owns(component));
    if (own.length === 0) return undefined;
    this.#adjusted = undefined;
    await this.#claim(context);
    const options = { ...this.#options, lease: this.#lease, writer: this.#writer };
    const adjusted = await adjustWorkload({ ...order, adjustments: own }, options, context);
    this.#adjusted = adjusted.object;
    this.#isTried = recordedHolder(adjusted.object) !== undefined;
    return adjusted;
  }

  /** It must be what this servo made of it. */
  async assertPromotable({ signal }: WriteContext): Promise<void> {
    if (!this.#isTried && recordedHolder(await this.#writer.read(signal)) === undefined) return;
    await this.#lease.acquire(signal);
    const holder = recordedHolder(await this.#writer.read(signal));
    const isLost = this.#isTried && this.#lease.wasLost;
    if (holder !== this.#options.identity || isLost) throw notOurs(this.#name, isLost ? 'another servo' : holder);
  }

  /** What runs now is how it is meant to be: nothing is taken back any more. */
  async promote(context: WriteContext): Promise<void> {
    const object = await this.#writer.read(context.signal);
    if (recordedHolder(object) !== undefined) await this.#writer.forget(object, context);
    this.#isTried = false;
  }

  /** Takes back what is recorded in the workload itself, where no journal knows of it any more. */
  async cleanUp(context: Context): Promise<readonly string[]> {
    if (recordedHolder(await this.#writer.read(context.signal)) === undefined) return [];
    await this.#lease.acquire(context.signal);
    const holder = await this.#takeBackRecorded(context, { waits: false });
    return holder === undefined ? [] : [`${this.#name} is as it was before ${holder} changed it`];
  }

  /** What is in force stays as it is. */
  release(signal: AbortSignal): Promise<void> {
    return this.#lease.release(signal);
  }

  dispose(signal: AbortSignal): Promise<void> {
    return this.release(signal);
  }

  /** Takes the right to tune the workload, and takes back what a servo that had it before left behind. */
  async #claim(context: Context): Promise<void> {
    await this.#lease.acquire(context.signal);
    const holder = recordedHolder(await this.#writer.read(context.signal));
    const isForeign = holder !== undefined && (holder !== this.#options.identity || this.#lease.wasLost);
    if (isForeign) await this.#takeBackRecorded(context, { waits: true });
    this.#lease.recovered();
  }

  /** Brings back what is recorded in the workload, and answers who had recorded it; `undefined` when nothing is. */
  async #takeBackRecorded(
    { signal, guard, clock }: Context,
    { waits }: { readonly waits: boolean },
  ): Promise<string | undefined> {
    const { workload } = this;
    const { api, shared, logger } = this.#options;
    const object = await this.#writer.read(signal);
    const holder = recordedHolder(object);
    if (holder === undefined) return undefined;
    logger.warn(`${this.#name} was left changed by ${holder}: taking it back`);
    const { workload: written, foreign } = await this.#writer.takeBackRecorded(object, { signal, guard });
    if (foreign.length > 0) logger.warn(keptText(workload, object, foreign));
    this.#isTried = false;
    using view = await WorkloadView.open({ api, shared, workload, clock, signal });
    await replaceStuckPods(view, written, this.#writer, { signal, guard });
    if (!waits || rolloutObstacle(workload, written)) return holder;
    const judging = { workload, written, baseline: restartBaseline(view.snapshot), adjustments: [], clock, signal };
    const timeout = workload.timeout.milliseconds;
    const trouble = await awaitRollout(view, timeout, { ...judging, progress: () => {} });
    if (trouble) logger.warn(`${this.#name} has its settings from before again, and does not run: ${trouble.message}`);
    return holder;
  }

  #owns(component: string): boolean {
    return this.workload.containers.some((container) => component === componentNameOf(this.workload, container));
  }

  get #name(): string {
    return workloadText(this.workload);
  }
}

function notOurs(name: string, holder: string | undefined): AdjustmentFailedError {
  const who = holder === undefined ? 'somebody has brought back what was before' : `it was in the hands of ${holder}`;
  return new AdjustmentFailedError(`${name} cannot be kept as it is: ${who}`, {
    reason: 'changed-elsewhere',
    hint: 'Run the study again, with one servo for each workload.',
  });
}
