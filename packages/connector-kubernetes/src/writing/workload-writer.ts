import { backoff, type Clock, type EventContext } from '@servo/core';
import { ApiError } from '../api/api-error.js';
import type { KubernetesApi, ObjectKey } from '../api/kubernetes-api.js';
import type { ObjectMeta, WorkloadObject } from '../api/objects.js';
import { pods } from '../api/resource.js';
import type { Workload } from '../config/workload.js';
import { differingFields, type Field } from './fields.js';
import type { LeaseHolder } from '../lease/lease-holder.js';
import { forgettingPatch, recordedFields } from './record.js';
import { readWorkload } from '../view/read-workload.js';
import { resourceOf } from '../view/resource-of.js';
import { writeFields } from './write-fields.js';

const attempts = 6; // to forget a record

/** What a {@link WorkloadWriter} is made of. */
export interface WriterOptions {
  readonly workload: Pick<Workload, 'kind' | 'namespace' | 'name'>;
  readonly api: KubernetesApi;
  readonly identity: string;
  readonly clock: Clock;
  readonly lease: LeaseHolder;
}

/** The right to act of the event that a write is part of. */
export type WriteContext = Pick<EventContext, 'signal' | 'guard'>;

/** Everything that is ever written to one workload, each time after asking whether that is still allowed. */
export class WorkloadWriter {
  readonly #options: WriterOptions;
  #isProven = false; // whether the API server took a write of this run

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  read(signal: AbortSignal): Promise<WorkloadObject> {
    return readWorkload(this.#options.api, this.#options.workload, signal);
  }

  /** Writes fields and the record of how it was; the first time of a run, the API server checks it before. */
  async write(
    object: WorkloadObject,
    fields: readonly Field[],
    { signal, guard }: WriteContext,
  ): Promise<WorkloadObject> {
    const { api, workload, clock, identity } = this.#options;
    const mayWrite = (): void => this.#assertMayWrite(guard);
    const options = {
      api,
      workload,
      key: this.#key,
      identity,
      clock,
      signal,
      guard: mayWrite,
      dryRun: !this.#isProven,
    };
    const written = await writeFields(object, fields, options);
    this.#isProven = true;
    return written;
  }

  /** Writes what is recorded of how it was, and removes the record. */
  async takeBackRecorded(object: WorkloadObject, context: WriteContext): Promise<void> {
    const recorded = recordedFields(object);
    if (differingFields(object, recorded).length > 0) await this.write(object, recorded, context);
    else await this.forget(object, context); // somebody else has brought the values back
  }

  /** Removes the record of how it was; when somebody else wrote at the same time, it reads again. */
  async forget(object: WorkloadObject, { signal, guard }: WriteContext): Promise<void> {
    const { api, clock } = this.#options;
    let present = object;
    for (let attempt = 0; ; attempt += 1) {
      this.#assertMayWrite(guard);
      try {
        await api.patch(this.#key, forgettingPatch(present), { signal, guard: () => this.#assertMayWrite(guard) });
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

  #assertMayWrite(guard: () => void): void {
    guard();
    this.#options.lease.assertHeld();
  }

  get #key(): ObjectKey<WorkloadObject> {
    const { kind, namespace, name } = this.#options.workload;
    return { resource: resourceOf(kind), namespace, name };
  }
}
