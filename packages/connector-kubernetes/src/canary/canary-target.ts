import {
  type Adjustment,
  AdjustmentFailedError,
  type Component,
  deadline,
  MeasurementFailedError,
  ServoError,
} from '@servo/core';
import type { Pod, WorkloadObject } from '../api/objects.js';
import type { CanaryStrategy, Workload } from '../config/workload.js';
import { differingFields, type Field, isSamePlace } from '../writing/fields.js';
import { LeaseHolder } from '../lease/lease-holder.js';
import { assertUnchanged } from '../view/assert-unchanged.js';
import { takeBackFailed } from '../workload/take-back-failed.js';
import type { AdjustOrder, Applied, Target, TargetContext, TargetOptions } from '../workload/target.js';
import { fieldsFor } from '../workload/workload-settings.js';
import { baseObject, canaryComponents, podObject, tuningWorkload } from './canary-object.js';
import { readWorkload } from '../view/read-workload.js';
import { fieldsInForce, type TuningContext, TuningPodKeeper } from './tuning-pod-keeper.js';
import { isOwnTuningPod, isTuningPod, tuningPodText } from './tuning-pod.js';
import { tuningPodName } from './tuning-pod-name.js';
import { readTuningPod, TuningPodView } from './tuning-pod-view.js';

const quickly = 8_000; // milliseconds for taking back after an abort; a handler has ten seconds

interface Seen {
  readonly deployment: WorkloadObject;
  readonly pod: Pod | undefined;
}

/** What there was before an adjustment. */
interface Before {
  /** What the pod had otherwise than one that just begins; absent when there was none. */
  readonly before?: readonly Field[] | undefined;
  readonly pod?: Pod | undefined;
}

/** A Deployment that is left as it is, while a pod beside it is tuned. */
export class CanaryTarget implements Target {
  readonly workload: Workload;
  readonly #options: TargetOptions;
  readonly #canary: CanaryStrategy;
  readonly #lease: LeaseHolder;
  readonly #keeper: TuningPodKeeper;
  #isStarted = false;
  #isWanted = false; // whether the pod is to be there also with the values that it begins with
  #isGivenUp = false; // whether it could not be made, which is ignored
  #measured: Seen | undefined;

  constructor(options: TargetOptions, canary: CanaryStrategy) {
    this.workload = options.workload;
    this.#options = options;
    this.#canary = canary;
    this.#lease = new LeaseHolder(options);
    this.#keeper = new TuningPodKeeper({ ...options, canary, lease: this.#lease });
  }

  async describe(signal: AbortSignal): Promise<readonly Component[]> {
    return this.#components(await this.#read(signal));
  }

  /** Makes the pod anew, whatever another run has left in its place. */
  async startup(context: TargetContext): Promise<void> {
    this.#isStarted = true;
    this.#isWanted = this.#canary.isCreated;
    await this.#work(context, async (how) => {
      const { pod } = how.view;
      if (pod && isTuningPod(pod) && fieldsInForce(how, this.#options)?.length !== 0)
        this.#options.logger.warn(`${this.#name} was left over from an earlier run: deleting it`);
      await this.#begin([], how);
    });
  }

  async adjust(order: AdjustOrder, context: TargetContext): Promise<Applied | undefined> {
    const { adjustments, restores, settlement, stop } = order;
    const own = adjustments.filter(({ component }) => component === this.#canary.component);
    if (own.length === 0) return undefined;
    this.#isWanted = (this.#isWanted || this.#isStarted) && !restores; // on the way back there need not be one
    return this.#work(context, async (how) => {
      const { pod } = how.view;
      const before = fieldsInForce(how, this.#options);
      const wanted = this.#wanted(before ?? [], this.#changing(own), how);
      const signal = AbortSignal.any([how.signal, stop]);
      try {
        await this.#bring(wanted, settlement, { ...how, signal, adjustments: own });
      } catch (error) {
        await this.#fail(error, { before, pod }, context);
      }
      const now = await this.#read(how.signal);
      this.#isGivenUp = wanted.length > 0 && !now.pod;
      const components = this.#components(now);
      return { components, undo: (later, because) => this.#takeBackAfter(because, { before }, later) };
    });
  }

  /** Sees to it that there is a ready pod, and remembers which one is measured. */
  async observe(context: TargetContext): Promise<void> {
    const { deployment, pod } = await this.#read(context.signal);
    this.#measured = { deployment, pod };
    if (!pod && !this.#canary.isCreated) return;
    this.#isWanted ||= !pod;
    this.#measured = await this.#work(context, async (how) => {
      await this.#begin(fieldsInForce(how, this.#options) ?? [], how);
      return { deployment: how.deployment, pod: how.view.pod };
    });
  }

  async review(signal: AbortSignal): Promise<void> {
    const { deployment, pod } = await this.#read(signal);
    assertUnchanged(this.workload, this.#measured?.deployment, deployment);
    if (this.#measured && this.#measured.pod?.metadata.uid !== pod?.metadata.uid)
      throw new MeasurementFailedError(`${this.#name} is another than when the measuring began`, {
        reason: 'inconclusive',
        hint: `Look with kubectl -n ${this.workload.namespace} get events who deleted it.`,
      });
  }

  /** There is nothing to keep of a pod. */
  async assertPromotable(): Promise<void> {}

  /** The Deployment has not changed, and the pod ends with the servo: nothing needs to be forgotten. */
  async promote(): Promise<void> {}

  async cleanUp({ signal, guard }: TargetContext): Promise<readonly string[]> {
    const { api, workload } = this.#options;
    const pod = await readTuningPod(api, workload, signal);
    if (!pod || !isTuningPod(pod)) return [];
    await this.#lease.acquire(signal);
    await this.#keeper.remove({ signal, guard });
    return [`${this.#name} is deleted`];
  }

  async release(signal: AbortSignal): Promise<void> {
    this.#isWanted = false;
    this.#isStarted = false;
    try {
      if (this.#lease.isHeld) await this.#keeper.remove({ signal, guard: () => {} });
    } finally {
      await this.#lease.release(signal);
    }
  }

  /** A pod that was adjusted by a command alone stays; one that was only made to be measured does not. */
  async dispose(signal: AbortSignal): Promise<void> {
    await (this.#isWanted ? this.release(signal) : this.#lease.release(signal));
  }

  /** Acts with the right to tune the workload. */
  async #work<T>(context: TargetContext, act: (how: TuningContext) => Promise<T>): Promise<T> {
    await this.#lease.acquire(context.signal);
    this.#lease.recovered();
    const signal = AbortSignal.any([context.signal, this.#lease.signal]);
    const { api } = this.#options;
    const { workload } = this;
    const [deployment, opened] = await Promise.all([
      readWorkload(api, workload, signal),
      TuningPodView.open({ api, workload, clock: context.clock, signal }),
    ]);
    using view = opened;
    const { clock, guard, progress } = context;
    return await act({ clock, guard, progress, signal, deployment, view, adjustments: [] });
  }

  /** Makes the pod outside an adjustment: one that does not run is deleted again. */
  async #begin(fields: readonly Field[], how: TuningContext): Promise<void> {
    try {
      await this.#bring(fields, 0, how);
    } catch (error) {
      await this.#takeBack({}, how);
      throw error;
    }
  }

  /** Sees to it that the pod runs with these fields; with none, there need not be one unless it is wanted. */
  async #bring(fields: readonly Field[], settlement: number, how: TuningContext): Promise<void> {
    if (fields.length === 0 && !this.#isWanted) await this.#keeper.remove(how);
    else await this.#keeper.bring(fields, settlement, how);
  }

  /** Returns all that the pod is to have otherwise than one that just begins. */
  #wanted(before: readonly Field[], own: readonly Adjustment[], { deployment, view }: TuningContext): readonly Field[] {
    const { pod } = view;
    const base = baseObject(this.workload, deployment);
    const object = pod && before.length > 0 ? podObject(deployment, pod) : base;
    const asked = fieldsFor(tuningWorkload(this.workload, this.#canary), object, own);
    const kept = before.filter((field) => !asked.some((each) => isSamePlace(each, field)));
    return differingFields(base, [...kept, ...asked]);
  }

  /** There is one tuning pod, never another number of them. */
  #changing(own: readonly Adjustment[]): readonly Adjustment[] {
    const ignored = own.find(({ setting, value }) => setting === 'replicas' && value !== 1);
    if (ignored) this.#options.logger.warn(`ignored attempt to set replicas to "${ignored.value}"`);
    return own.filter(({ setting }) => setting !== 'replicas');
  }

  /** Does with a failed adjustment what the configuration says, and throws it on unless it is ignored. */
  async #fail(error: unknown, { before, pod }: Before, context: TargetContext): Promise<void> {
    this.#lease.assertHeld(); // the failure of the Lease itself comes first: nothing may be written
    const { onFailure } = this.workload;
    const { aborted } = context.signal;
    if (onFailure === 'ignore' && !aborted) {
      this.#options.logger.warn(`${this.#name} failed, which is ignored: ${ServoError.from(error).message}`);
      return;
    }
    if (onFailure === 'ignore' || onFailure === 'exception') throw error;
    await this.#takeBackAfter(error, { before: onFailure === 'shutdown' ? [] : before, pod }, context);
    throw error;
  }

  /** Takes back because of an error, which is told beside one of the taking back. */
  async #takeBackAfter(error: unknown, before: Before, context: TargetContext): Promise<void> {
    try {
      await this.#takeBack(before, context);
    } catch (cause) {
      throw takeBackFailed({ name: this.#name, hint: this.#removeHint }, error, cause);
    }
  }

  /** Brings back the pod that there was, if there was one; after an abort a new pod is only deleted. */
  async #takeBack({ before, pod }: Before, { signal, clock, guard }: TargetContext): Promise<void> {
    const isAborted = signal.aborted;
    const time = isAborted ? quickly : 2 * this.workload.timeout.milliseconds;
    const reason = (): AdjustmentFailedError =>
      new AdjustmentFailedError(`${this.#name} could not be taken back in ${time / 1_000} s`, {
        reason: 'rollback-failed',
        hint: this.#removeHint,
      });
    using limit = deadline(time, { clock, reason, ...(!isAborted && { signal }) });
    const how = { signal: limit.signal, guard };
    if (isAborted || before === undefined) await this.#keeper.remove(how, { unless: isAborted ? pod : undefined });
    else await this.#work({ ...how, clock, progress: () => {} }, (again) => this.#bring(before, 0, again));
  }

  #components({ deployment, pod }: Seen): readonly Component[] {
    const tuning = pod ? podObject(deployment, pod) : baseObject(this.workload, deployment);
    const isThere = pod !== undefined || (this.#canary.isCreated && !this.#isGivenUp);
    return canaryComponents(this.workload, this.#canary, { deployment, tuning, replicas: isThere ? 1 : 0 });
  }

  /** Reads the Deployment, and its tuning pod unless that is ending. */
  async #read(signal: AbortSignal): Promise<Seen> {
    const { api } = this.#options;
    const [deployment, pod] = await Promise.all([
      readWorkload(api, this.workload, signal),
      readTuningPod(api, this.workload, signal),
    ]);
    return { deployment, pod: pod && isOwnTuningPod(pod, deployment) ? pod : undefined };
  }

  get #name(): string {
    return tuningPodText(this.workload);
  }

  get #removeHint(): string {
    const { namespace } = this.workload;
    return `kubectl -n ${namespace} delete pod ${tuningPodName(this.workload)} takes it away; nothing else was changed.`;
  }
}
