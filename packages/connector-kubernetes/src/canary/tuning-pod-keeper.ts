import { type Adjustment, AdjustmentFailedError, deadline } from '@servo/core';
import type { Pod, WorkloadObject } from '../api/objects.js';
import type { CanaryStrategy } from '../config/workload.js';
import { differingFields, type Field } from '../writing/fields.js';
import type { LeaseHolder } from '../lease/lease-holder.js';
import { recordedHolder } from '../writing/record.js';
import type { TargetContext, TargetOptions } from '../workload/target.js';
import { findPodTrouble } from '../trouble/find-pod-trouble.js';
import { troubleError } from '../trouble/trouble-error.js';
import type { WriteContext } from '../writing/workload-writer.js';
import { awaitTuningPod, awaitTuningPodSettlement } from './await-tuning-pod.js';
import { adjustedFields, podObject } from './canary-object.js';
import { isCurrent, isOwnTuningPod, isTuningPod, tuningPod, tuningPodText } from './tuning-pod.js';
import { readTuningPod, type TuningPodView } from './tuning-pod-view.js';
import { TuningPodWriter } from './tuning-pod-writer.js';

/** An event that a tuning pod is brought about in, and what is seen of it. */
export interface TuningContext extends TargetContext {
  readonly deployment: WorkloadObject;
  readonly view: TuningPodView;
  /** What was asked for; those that the scheduler complains about are named. */
  readonly adjustments: readonly Adjustment[];
}

/** What a {@link TuningPodKeeper} is made of. */
export interface KeeperOptions extends TargetOptions {
  readonly canary: CanaryStrategy;
  readonly lease: LeaseHolder;
}

/** Sees to it that there is the tuning pod that there shall be, or none. */
export class TuningPodKeeper {
  readonly #options: KeeperOptions;
  readonly #writer: TuningPodWriter;

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.#writer = new TuningPodWriter(options);
  }

  /** Replaces the pod unless it is as wanted, and waits until it is ready and has stayed so for the settlement. */
  async bring(fields: readonly Field[], settlement: number, how: TuningContext): Promise<void> {
    const pod = this.#isAsWanted(fields, how) ? how.view.pod : await this.#replace(fields, how);
    if (pod) await this.#settle(pod, settlement, how);
  }

  /** Deletes the tuning pod, if there is one other than `unless`. */
  async remove(how: WriteContext, { unless }: { readonly unless?: Pod | undefined } = {}): Promise<void> {
    const { api, workload } = this.#options;
    const pod = await readTuningPod(api, workload, how.signal);
    if (!pod || pod.metadata.uid === unless?.metadata.uid) return;
    if (isTuningPod(pod) && pod.metadata.deletionTimestamp === undefined) await this.#writer.remove(pod, how);
  }

  #isAsWanted(fields: readonly Field[], { deployment, view: { pod } }: TuningContext): boolean {
    const { workload, identity } = this.#options;
    if (!pod || !isCurrent(pod, workload, deployment) || recordedHolder(pod) !== identity) return false;
    const present = adjustedFields(deployment, pod);
    const isSame = present.length === fields.length && differingFields(podObject(deployment, pod), fields).length === 0;
    return isSame && findPodTrouble(pod, { ...this.#judging, adjustments: [] }) === undefined;
  }

  async #replace(fields: readonly Field[], how: TuningContext): Promise<Pod> {
    const { progress, signal, guard, deployment, view } = how;
    const present = view.pod;
    if (present && !isTuningPod(present)) throw this.#nameTaken();
    progress(1, `replacing ${this.#name}`);
    const wanted = tuningPod({ ...this.#options, deployment, fields });
    await this.#writer.check(wanted, { isReplacing: present !== undefined, signal });
    if (present) {
      if (present.metadata.deletionTimestamp === undefined) await this.#writer.remove(present, { signal, guard });
      await this.#gone(present, how);
    }
    return this.#writer.create(wanted, { signal, guard });
  }

  /** Two pods cannot have one name: the next one has to wait until the last one has ended. */
  async #gone({ metadata: { uid } }: Pod, { view, signal, clock }: TuningContext): Promise<void> {
    const { milliseconds } = this.#options.workload.timeout;
    const reason = (): AdjustmentFailedError =>
      new AdjustmentFailedError(`${this.#name} did not end in ${milliseconds / 1_000} s`, {
        reason: 'timeout',
      });
    using limit = deadline(milliseconds, { clock, signal, reason });
    await view.until((pod) => (pod?.metadata.uid === uid ? undefined : true), limit.signal);
  }

  async #settle(pod: Pod, settlement: number, how: TuningContext): Promise<void> {
    const { api, workload } = this.#options;
    const { clock, signal, progress, view, adjustments, deployment } = how;
    const share = settlement > 0 ? 0.7 : 0.98;
    const { minReadySeconds = 0 } = deployment.spec;
    const schedulingGrace = workload.schedulingGrace.milliseconds;
    const options = { ...this.#judging, adjustments, pod, minReadySeconds, schedulingGrace, clock, signal };
    const starting = (percent: number): void => progress(1 + percent * share, `starting ${options.name}`);
    const settling = (percent: number): void => progress(71 + percent * 0.28, `${options.name} settles`);
    const trouble =
      (await awaitTuningPod(view, workload.timeout.milliseconds, { ...options, progress: starting })) ??
      (settlement > 0
        ? await awaitTuningPodSettlement(view, settlement, { ...options, progress: settling })
        : undefined);
    if (trouble) throw await troubleError(trouble, { api, workload, clock, signal });
  }

  #nameTaken(): AdjustmentFailedError {
    return new AdjustmentFailedError(`${this.#name} is there, and no servo made it`, {
      reason: 'name-taken',
      hint: 'Give that pod another name: it stands where the tuning pod would.',
    });
  }

  get #judging() {
    const containers = this.#options.workload.containers.map(({ name }) => name);
    return { containers, baseline: new Map<string, number>(), name: this.#name };
  }

  get #name(): string {
    return tuningPodText(this.#options.workload);
  }
}

/** Returns what the pod of this servo has otherwise than one that just begins; `undefined` where there is none. */
export function fieldsInForce(
  { deployment, view: { pod } }: Pick<TuningContext, 'deployment' | 'view'>,
  { identity }: Pick<TargetOptions, 'identity'>,
): readonly Field[] | undefined {
  if (!pod || !isOwnTuningPod(pod, deployment) || recordedHolder(pod) !== identity) return undefined;
  return adjustedFields(deployment, pod);
}
