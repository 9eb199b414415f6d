import { type Adjustment, AdjustmentFailedError, type Component, ServoError } from '@servo/core';
import type { WorkloadObject } from '../api/objects.js';
import { componentNameOf } from '../config/component-names.js';
import { type Workload, workloadText } from '../config/workload.js';
import { awaitRollout, awaitSettlement, type RolloutOptions } from './await-rollout.js';
import { currentFields, differingFields, type Field } from '../writing/fields.js';
import { LeaseHolder } from '../lease/lease-holder.js';
import { assertUnchanged } from '../view/measured.js';
import { beforeAnnotation, recordedHolder } from '../writing/record.js';
import { restartBaseline } from '../trouble/restart-baseline.js';
import { rolloutObstacle } from './rollout-obstacle.js';
import { type Change, takeBack, takeBackFailed } from './take-back.js';
import type { Applied, Target, TargetContext as Context, TargetOptions } from './target.js';
import type { Trouble } from '../trouble/trouble.js';
import { troubleError } from '../trouble/trouble-error.js';
import { componentsOf, fieldsFor } from './workload-settings.js';
import { WorkloadView } from '../view/workload-view.js';
import { WorkloadWriter, type WriteContext } from '../writing/workload-writer.js';

/** One workload that is tuned by changing it. */
export class WorkloadTarget implements Target {
  readonly workload: Workload;
  readonly #options: TargetOptions;
  readonly #lease: LeaseHolder;
  readonly #writer: WorkloadWriter;
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

  async startup(context: Context): Promise<void> {
    await this.#claim(context);
  }

  /** Remembers how the workload is when the measuring begins. */
  async observe({ signal }: Context): Promise<void> {
    this.#measured = await this.#writer.read(signal);
  }

  async review(signal: AbortSignal): Promise<void> {
    assertUnchanged(this.workload, this.#measured, await this.#writer.read(signal));
  }

  /** Carries out the adjustments of this workload; `undefined` when there are none. */
  async adjust(adjustments: readonly Adjustment[], settlement: number, context: Context): Promise<Applied | undefined> {
    const { clock } = context;
    const own = adjustments.filter(({ component }) => this.#owns(component));
    if (own.length === 0) return undefined;
    await this.#claim(context);
    const signal = AbortSignal.any([context.signal, this.#lease.signal]);
    const { api, shared } = this.#options;
    using view = await WorkloadView.open({ api, shared, workload: this.workload, clock, signal });
    const { workload: object, pods: present } = view.snapshot;
    const fields = differingFields(object, fieldsFor(this.workload, object, own));
    const before = currentFields(object, fields);
    const undo = (how: Context): Promise<void> => this.#takeBack({ fields, before }, how);
    if (fields.length === 0) return { components: componentsOf(this.workload, object), undo };
    assertRollsOut(this.workload, object, fields);
    const options = {
      fields,
      baseline: restartBaseline(present),
      containers: this.workload.containers.map(({ name }) => name),
      name: this.#name,
      adjustments: own,
      schedulingGrace: this.workload.schedulingGrace.milliseconds,
      clock,
      signal,
    };
    try {
      const written = await this.#writer.write(object, fields, { signal, guard: context.guard });
      const generation = written.metadata.generation ?? 0;
      const trouble = await this.#settle(view, settlement, { ...options, generation }, context);
      if (trouble) throw await troubleError(trouble, { api, workload: this.workload, clock, signal });
    } catch (error) {
      await this.#fail(error, { fields, before }, context);
    }
    return { components: componentsOf(this.workload, view.snapshot.workload), undo };
  }

  /** What runs now is how it is meant to be: nothing is taken back to what was before. */
  async promote({ signal, guard }: WriteContext): Promise<void> {
    const object = await this.#writer.read(signal);
    if (object.metadata.annotations?.[beforeAnnotation] === undefined) return;
    await this.#lease.acquire(signal);
    await this.#writer.forget(object, { signal, guard });
  }

  /** Takes back what is recorded in the workload itself, where no journal knows of it any more. */
  async cleanUp({ signal, guard }: Context): Promise<readonly string[]> {
    const found = await this.#writer.read(signal);
    if (recordedHolder(found) === undefined) return [];
    await this.#lease.acquire(signal);
    const object = await this.#writer.read(signal);
    const holder = recordedHolder(object);
    if (holder === undefined) return []; // who had the Lease has taken it back meanwhile
    await this.#writer.takeBackRecorded(object, { signal, guard });
    return [`${this.#name} is as it was before ${holder} changed it`];
  }

  /** What is in force stays as it is. */
  release(signal: AbortSignal): Promise<void> {
    return this.#lease.release(signal);
  }

  dispose(signal: AbortSignal): Promise<void> {
    return this.release(signal);
  }

  /** Takes the right to tune the workload, and takes back what a servo that had it before left behind. */
  async #claim({ signal, guard }: WriteContext): Promise<void> {
    await this.#lease.acquire(signal);
    const object = await this.#writer.read(signal);
    const holder = recordedHolder(object);
    const isForeign = holder !== undefined && (holder !== this.#options.identity || this.#lease.wasLost);
    if (isForeign) {
      this.#options.logger.warn(`${this.#name} was left changed by ${holder}: taking it back`);
      await this.#writer.takeBackRecorded(object, { signal, guard });
    }
    this.#lease.recovered();
  }

  async #settle(
    view: WorkloadView,
    settlement: number,
    options: Omit<RolloutOptions, 'progress'>,
    { progress }: Context,
  ): Promise<Trouble | undefined> {
    const share = settlement > 0 ? 0.7 : 0.98;
    const rollingOut = (percent: number): void => progress(1 + percent * share, `rolling out ${this.#name}`);
    const { timeout } = this.workload;
    const trouble = await awaitRollout(view, timeout.milliseconds, { ...options, progress: rollingOut });
    if (trouble || settlement === 0) return trouble;
    const settling = (percent: number): void => progress(71 + percent * 0.28, `${this.#name} settles`);
    return awaitSettlement(view, settlement, { ...options, progress: settling });
  }

  /** Does with a failed adjustment what the configuration says, and throws it on unless it is ignored. */
  async #fail(error: unknown, change: Change, context: Context): Promise<void> {
    this.#lease.assertHeld(); // the failure of the Lease itself comes first: nothing may be written
    const { onFailure } = this.workload;
    const { logger } = this.#options;
    const { message } = ServoError.from(error);
    if (onFailure === 'exception') throw error;
    if (onFailure === 'ignore' && !context.signal.aborted) {
      logger.warn(`${this.#name} failed, which is ignored: ${message}`);
      return;
    }
    if (onFailure === 'ignore') throw error;
    try {
      if (onFailure === 'shutdown' && !context.signal.aborted) await this.#shutDown(context);
      else await this.#takeBack(change, context);
    } catch (cause) {
      const hint = `The annotation ${beforeAnnotation} of ${this.#name} holds the patch that brings it back.`;
      throw takeBackFailed({ name: this.#name, hint }, error, cause);
    }
    throw error;
  }

  #takeBack(change: Change, context: Context): Promise<void> {
    return takeBack(change, { ...this.#options, writer: this.#writer }, context);
  }

  async #shutDown({ signal, guard }: Context): Promise<void> {
    this.#options.logger.warn(`adjustment failed: shutting down the pods of ${this.#name}`);
    await this.#writer.write(await this.#writer.read(signal), [{ at: 'replicas', value: 0 }], { signal, guard });
  }

  #owns(component: string): boolean {
    return this.workload.containers.some((container) => component === componentNameOf(this.workload, container));
  }

  get #name(): string {
    return workloadText(this.workload);
  }
}

/** A change of the number of pods needs no rollout; any other would be waited for in vain. */
function assertRollsOut(workload: Workload, object: WorkloadObject, fields: readonly Field[]): void {
  const obstacle = fields.some(({ at }) => at !== 'replicas') ? rolloutObstacle(workload, object) : undefined;
  if (obstacle) throw new AdjustmentFailedError(obstacle.message, { reason: 'does-not-roll-out', hint: obstacle.hint });
}
