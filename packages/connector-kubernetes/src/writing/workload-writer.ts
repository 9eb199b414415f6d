import { backoff, type Clock, type EventContext } from '@servo/core';
import { ApiError } from '../api/api-error.js';
import type { KubernetesApi, ObjectKey } from '../api/kubernetes-api.js';
import type { ObjectMeta, WorkloadObject } from '../api/objects.js';
import { pods } from '../api/resource.js';
import type { Workload } from '../config/workload.js';
import type { LeaseHolder } from '../lease/lease-holder.js';
import { readWorkload } from '../view/read-workload.js';
import { resourceOf } from '../view/resource-of.js';
import type { Field, WorkloadPatch } from './fields.js';
import { foreignFields } from './foreign-fields.js';
import { forgettingPatch, outdatingPatches, recordedFields, recordedHolder } from './record.js';
import { type WriteFieldsOptions, writeFields, type Written } from './write-fields.js';

const attempts = 6; // to forget a record

/** What a {@link WorkloadWriter} is made of. */
export interface WriterOptions {
  readonly workload: Pick<Workload, 'kind' | 'namespace' | 'name'>;
  readonly api: KubernetesApi;
  readonly identity: string;
  readonly clock: Clock;
  readonly lease: LeaseHolder;
}

/** What became of the way back by a record. */
export interface TakenBack {
  /** The workload as it is then. */
  readonly workload: WorkloadObject;
  /** What was left alone, since somebody else has set it. */
  readonly foreign: readonly Field[];
}

/** The right to act of the event that a write is part of. */
export type WriteContext = Pick<EventContext, 'signal' | 'guard'>;

/** Everything that is ever written to one workload, each time after asking whether that is still allowed. */
export class WorkloadWriter {
  readonly #options: WriterOptions;
  #isProven = false; // whether the API server took a write of this run
  #unanswered: string | undefined; // the version of the workload that the last write was for, unless that was answered

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** Whether a write was sent of which it is unknown if it arrived. */
  get isUnanswered(): boolean {
    return this.#unanswered !== undefined;
  }

  /** Whether a write may still arrive, the API server being at it: it was sent for this version of the workload. */
  isAwaited({ metadata }: WorkloadObject): boolean {
    return metadata.resourceVersion === this.#unanswered;
  }

  read(signal: AbortSignal): Promise<WorkloadObject> {
    return readWorkload(this.#options.api, this.#options.workload, signal);
  }

  /**
   * Writes fields and the record of how it was; the first time of a run, the API server checks it before. Once it is done,
   * nothing that was sent before can arrive any more.
   */
  async write(object: WorkloadObject, fields: readonly Field[], context: WriteContext): Promise<Written> {
    if (!this.isAwaited(object)) this.#unanswered = undefined; // there is a newer version
    const send: WriteFieldsOptions['send'] = (present, patch) => this.#prove(present, patch, context);
    const options = { ...this.#options, key: this.#key, signal: context.signal, send };
    const written = await writeFields(object, fields, options);
    if (!this.isAwaited(written.workload)) {
      this.#unanswered = undefined; // there is a newer version
      return written;
    }
    return writeFields(await this.#outdate(context), fields, options); // it may have arrived just now
  }

  /**
   * Writes what is recorded of how it was, except what somebody else has set since, and removes the record; answers the
   * workload as it is then.
   */
  async takeBackRecorded(object: WorkloadObject, context: WriteContext): Promise<TakenBack> {
    const recorded = recordedFields(object);
    const foreign = foreignFields(object, recorded);
    const own = recorded.filter((field) => !foreign.includes(field));
    const { workload } = await this.write(object, own, context);
    if (recordedHolder(workload) !== undefined) await this.forget(workload, context);
    return { workload, foreign };
  }

  /** Removes the record of how it was; when somebody else wrote at the same time, it reads again. */
  async forget(object: WorkloadObject, context: WriteContext): Promise<void> {
    const { clock } = this.#options;
    const { signal } = context;
    let present = object;
    for (let attempt = 0; ; attempt += 1) {
      try {
        await this.#send(present, forgettingPatch(present), context);
        return;
      } catch (error) {
        if (!ApiError.is(error, 409) || attempt + 1 >= attempts) throw error;
        await clock.sleep(backoff(attempt, { floor: 100, cap: 5_000, random: Math.random }), { signal });
        present = await this.read(signal);
        if (present.metadata.uid !== object.metadata.uid) return; // another one, of which nothing is recorded
      }
    }
  }

  /** Deletes a pod of the workload, so that it is made anew; one that is gone already is no failure. */
  async deletePod({ name, uid }: ObjectMeta, { signal, guard }: WriteContext): Promise<void> {
    this.#assertMayWrite(guard);
    const key = { resource: pods, namespace: this.#options.workload.namespace, name };
    try {
      await this.#options.api.delete(key, uid, { signal, guard: () => this.#assertMayWrite(guard) });
    } catch (error) {
      if (!ApiError.is(error, 404) && !ApiError.is(error, 409)) throw error; // 409: another one has its name
    }
  }

  /** Sends a patch, of which the API server sees the first one of a run twice: it is asked before whether it will do. */
  async #prove(object: WorkloadObject, patch: WorkloadPatch, context: WriteContext): Promise<WorkloadObject> {
    const { api } = this.#options;
    if (!this.#isProven) await api.patch(this.#key, patch, { dryRun: true, signal: context.signal });
    const written = await this.#send(object, patch, context);
    this.#isProven = true;
    return written;
  }

  /** Sends a patch of this version of the workload. */
  async #send(
    { metadata }: WorkloadObject,
    patch: WorkloadPatch,
    { signal, guard }: WriteContext,
  ): Promise<WorkloadObject> {
    const earlier = this.#unanswered;
    this.#assertMayWrite(guard);
    this.#unanswered = metadata.resourceVersion;
    try {
      const written = await this.#options.api.patch(this.#key, patch, {
        signal,
        guard: () => this.#assertMayWrite(guard),
      });
      this.#unanswered = undefined;
      return written;
    } catch (error) {
      if (ApiError.is(error, 409))
        this.#unanswered = undefined; // there is a newer version: no earlier write can arrive
      else if (isRefusal(error)) this.#unanswered = earlier;
      throw error;
    }
  }

  /** Makes a newer version of the workload that is the same, so that a write which was sent for the older one is refused. */
  async #outdate({ signal, guard }: WriteContext): Promise<WorkloadObject> {
    const { api } = this.#options;
    const options = { signal, guard: () => this.#assertMayWrite(guard) };
    for (const patch of outdatingPatches) await api.patch(this.#key, patch, options);
    this.#unanswered = undefined;
    return this.read(signal);
  }

  #assertMayWrite(guard: () => void): void {
    guard();
    this.#options.lease.assertHeld();
  }

  get #key(): ObjectKey<WorkloadObject> {
    const { kind, namespace, name } = this.#options.workload;
    return { resource: resourceOf(kind), namespace, name };
  }
}

/** Whether the API server said no, so that nothing was written. */
function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500;
}
