import {
  type Adjustment,
  AdjustmentFailedError,
  AdjustmentRejectedError,
  type Clock,
  type Component,
  deadline,
  type EventContext,
  type Logger,
  ServoError,
} from '@servo/core';
import { ApiError } from '../api/api-error.js';
import type { KubernetesApi, ObjectKey } from '../api/kubernetes-api.js';
import type { WorkloadObject } from '../api/objects.js';
import { pods } from '../api/resource.js';
import { type Workload, workloadText } from '../config/workload.js';
import { awaitRollout, awaitSettlement, type RolloutOptions } from './await-rollout.js';
import { currentFields, differingFields, type Field } from './fields.js';
import { isOwnedBy } from './latest-pods.js';
import { LeaseHolder } from './lease-holder.js';
import { logTails } from './log-tail.js';
import { isObserved } from './readiness.js';
import { beforeAnnotation, forgettingPatch, recordedFields, recordedHolder } from './record.js';
import { restartBaseline } from './restart-baseline.js';
import type { Trouble } from './trouble.js';
import { componentsOf, fieldsFor } from './workload-settings.js';
import { resourceOf, WorkloadView } from './workload-view.js';
import { writeFields } from './write-fields.js';

const quickly = 8_000; // milliseconds for taking back after an abort; a handler has ten seconds

/** What a {@link WorkloadTarget} is made of. */
export interface TargetOptions {
  readonly workload: Workload;
  readonly api: KubernetesApi;
  /** The name of this servo, for the Lease and the record. */
  readonly identity: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

type Context = Pick<EventContext, 'clock' | 'signal' | 'guard' | 'progress'>;

/** An adjustment that was carried out, and can be taken back. */
export interface Applied {
  readonly components: readonly Component[];
  undo(context: Context): Promise<void>;
}

/** One workload that is tuned by changing it. */
export class WorkloadTarget {
  readonly workload: Workload;
  readonly #options: TargetOptions;
  readonly #lease: LeaseHolder;
  #isProven = false; // whether the API server took a write of this run

  constructor(options: TargetOptions) {
    this.workload = options.workload;
    this.#options = options;
    this.#lease = new LeaseHolder(options);
  }

  async describe(signal: AbortSignal): Promise<readonly Component[]> {
    return componentsOf(this.workload, await this.read(signal));
  }

  read(signal: AbortSignal): Promise<WorkloadObject> {
    return this.#options.api.get(this.#key(), signal);
  }

  /** Takes the right to tune the workload, and takes back what a servo that had it before left behind. */
  async claim({ signal, guard }: Pick<Context, 'signal' | 'guard'>): Promise<void> {
    await this.#lease.acquire(signal);
    const object = await this.read(signal);
    const holder = recordedHolder(object);
    const isForeign = holder !== undefined && (holder !== this.#options.identity || this.#lease.wasLost);
    if (isForeign) {
      this.#options.logger.warn(`${this.#name} was left changed by ${holder}: taking it back`);
      await this.#write(object, recordedFields(object), { signal, guard });
    }
    this.#lease.recovered();
  }

  /** Carries out the adjustments of this workload; `undefined` when there are none. */
  async adjust(adjustments: readonly Adjustment[], settlement: number, context: Context): Promise<Applied | undefined> {
    const { clock } = context;
    const own = adjustments.filter(({ component }) => this.#owns(component));
    if (own.length === 0) return undefined;
    await this.claim(context);
    const signal = AbortSignal.any([context.signal, this.#lease.signal]);
    const { api } = this.#options;
    using view = await WorkloadView.open({ api, workload: this.workload, clock, signal });
    const { workload: object, pods: present } = view.snapshot;
    const fields = differingFields(object, fieldsFor(this.workload, object, own));
    const before = currentFields(object, fields);
    const undo = (how: Context): Promise<void> => this.#takeBack(fields, before, how);
    if (fields.length === 0) return { components: componentsOf(this.workload, object), undo };
    const options = {
      fields,
      baseline: restartBaseline(present),
      containers: this.workload.containers.map(({ name }) => name),
      name: this.#name,
      adjustments: own,
      clock,
      signal,
    };
    try {
      const written = await this.#write(object, fields, { signal, guard: context.guard });
      const generation = written.metadata.generation ?? 0;
      const trouble = await this.#settle(view, settlement, { ...options, generation }, context);
      if (trouble) await this.#report(trouble, signal);
    } catch (error) {
      await this.#fail(error, { fields, before }, context);
    }
    return { components: componentsOf(this.workload, view.snapshot.workload), undo };
  }

  /** What runs now is how it is meant to be: nothing is taken back to what was before. */
  async promote({ signal, guard }: Pick<Context, 'signal' | 'guard'>): Promise<void> {
    const object = await this.read(signal);
    if (object.metadata.annotations?.[beforeAnnotation] === undefined) return;
    await this.#lease.acquire(signal);
    this.#assertMayWrite(guard);
    await this.#options.api.patch(this.#key(), forgettingPatch(object), { signal });
  }

  release(signal: AbortSignal): Promise<void> {
    return this.#lease.release(signal);
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

  async #report(trouble: Trouble, signal: AbortSignal): Promise<never> {
    const { logsInErrors, namespace } = this.workload;
    const tails = logsInErrors ? await logTails(this.#options.api, namespace, trouble, signal) : '';
    const { reason, isVerdict } = trouble;
    const message = trouble.message + tails;
    throw isVerdict ? new AdjustmentRejectedError(message, { reason }) : new AdjustmentFailedError(message, { reason });
  }

  /** Does with a failed adjustment what the configuration says, and throws it on unless it is ignored. */
  async #fail(
    error: unknown,
    { fields, before }: { readonly fields: readonly Field[]; readonly before: readonly Field[] },
    context: Context,
  ): Promise<void> {
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
      else await this.#takeBack(fields, before, context);
    } catch (cause) {
      throw takeBackFailed(this.#name, error, cause);
    }
    throw error;
  }

  /** Puts the fields back that still have our values. After an abort it only writes, and waits for nothing. */
  async #takeBack(fields: readonly Field[], before: readonly Field[], context: Context): Promise<void> {
    const { clock, guard } = context;
    const isAborted = context.signal.aborted;
    const time = isAborted ? quickly : this.workload.timeout.milliseconds;
    const late = (): AdjustmentFailedError =>
      new AdjustmentFailedError(`${this.#name} could not be taken back in ${time / 1_000} s`, {
        reason: 'rollback-failed',
      });
    using limit = deadline(time, { clock, reason: late, ...(!isAborted && { signal: context.signal }) });
    const { signal } = limit;
    const { api } = this.#options;
    using view = await WorkloadView.open({ api, workload: this.workload, clock, signal });
    const { workload: object } = view.snapshot;
    const foreign = differingFields(object, fields);
    const ours = before.filter((_, index) => !foreign.includes(fields[index] as Field)); // both have one length
    const written = await this.#write(object, ours, { signal, guard });
    const generation = written.metadata.generation ?? 0;
    await view.until(({ workload }) => (hasSeen(workload, generation) ? true : undefined), signal);
    await this.#replaceStuckPods(view, { signal, guard });
    if (isAborted) return;
    const options = { generation, fields: ours, clock, signal, progress: () => {}, ...this.#quietOptions(view) };
    const trouble = await awaitRollout(view, time, options);
    if (trouble) throw new AdjustmentFailedError(trouble.message, { reason: trouble.reason });
  }

  /** A StatefulSet waits for ever for a pod of the failed template: it must be made anew. */
  async #replaceStuckPods(view: WorkloadView, { signal, guard }: Pick<Context, 'signal' | 'guard'>): Promise<void> {
    if (this.workload.kind !== 'StatefulSet') return;
    const { workload, pods: all } = view.snapshot;
    const stuck = all.filter(
      (pod) =>
        isOwnedBy(pod, workload) &&
        pod.metadata.labels?.['controller-revision-hash'] !== workload.status?.updateRevision &&
        !pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'),
    );
    for (const { metadata } of stuck) {
      this.#assertMayWrite(guard);
      const key = { resource: pods, namespace: this.workload.namespace, name: metadata.name };
      await this.#options.api.delete(key, metadata.uid, { signal }).catch(unlessGone);
    }
  }

  async #shutDown({ signal, guard }: Context): Promise<void> {
    this.#options.logger.warn(`adjustment failed: shutting down the pods of ${this.#name}`);
    await this.#write(await this.read(signal), [{ at: 'replicas', value: 0 }], { signal, guard });
  }

  async #write(
    object: WorkloadObject,
    fields: readonly Field[],
    { signal, guard }: Pick<Context, 'signal' | 'guard'>,
  ): Promise<WorkloadObject> {
    const { api, clock, identity } = this.#options;
    const mayWrite = (): void => this.#assertMayWrite(guard);
    const options = { api, key: this.#key(), identity, clock, signal, guard: mayWrite, dryRun: !this.#isProven };
    const written = await writeFields(object, fields, options);
    this.#isProven = true;
    return written;
  }

  #assertMayWrite(guard: () => void): void {
    guard();
    this.#lease.assertHeld();
  }

  #quietOptions(view: WorkloadView): Pick<RolloutOptions, 'baseline' | 'containers' | 'name' | 'adjustments'> {
    const containers = this.workload.containers.map(({ name }) => name);
    return { baseline: restartBaseline(view.snapshot.pods), containers, name: this.#name, adjustments: [] };
  }

  #owns(component: string): boolean {
    return this.workload.containers.some(({ name, alias }) => component === (alias ?? `${this.workload.name}/${name}`));
  }

  get #name(): string {
    return workloadText(this.workload);
  }

  #key(): ObjectKey<WorkloadObject> {
    const { kind, namespace, name } = this.workload;
    return { resource: resourceOf(kind), namespace, name };
  }
}

function hasSeen(workload: WorkloadObject, generation: number): boolean {
  return (workload.metadata.generation ?? 0) >= generation && isObserved(workload);
}

function unlessGone(error: unknown): void {
  if (!ApiError.is(error, 404) && !ApiError.is(error, 409)) throw error;
}

function takeBackFailed(name: string, error: unknown, cause: unknown): AdjustmentFailedError {
  const [first, second] = [ServoError.from(error), ServoError.from(cause)];
  const message = `${first.message}; and ${name} could not be brought back: ${second.message}`;
  return new AdjustmentFailedError(message, {
    cause: new AggregateError([error, cause], message),
    reason: 'rollback-failed',
    hint: `The annotation ${beforeAnnotation} of ${name} holds the patch that brings it back.`,
  });
}
