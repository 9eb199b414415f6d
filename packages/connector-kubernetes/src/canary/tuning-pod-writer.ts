import { AdjustmentFailedError, AdjustmentRejectedError, backoff, type Clock } from '@servo/core';
import { ApiError } from '../api/api-error.js';
import type { KubernetesApi } from '../api/kubernetes-api.js';
import type { Pod } from '../api/objects.js';
import { pods } from '../api/resource.js';
import type { Workload } from '../config/workload.js';
import type { LeaseHolder } from '../lease/lease-holder.js';
import { beforeAnnotation, holderAnnotation } from '../writing/record.js';
import type { WriteContext } from '../writing/workload-writer.js';
import { refused } from '../writing/write-fields.js';
import { type NewPod, tuningPodText } from './tuning-pod.js';
import { readTuningPod } from './tuning-pod-view.js';

const attempts = 6;

/** What a {@link TuningPodWriter} is made of. */
export interface TuningPodWriterOptions {
  readonly workload: Pick<Workload, 'kind' | 'namespace' | 'name'>;
  readonly api: KubernetesApi;
  readonly clock: Clock;
  readonly lease: LeaseHolder;
}

/** Makes and deletes the tuning pod of one workload, each time after asking whether that is still allowed. */
export class TuningPodWriter {
  readonly #options: TuningPodWriterOptions;

  constructor(options: TuningPodWriterOptions) {
    this.#options = options;
  }

  /** Lets the API server check a pod before the one in its place is deleted; that one still has its share of a quota. */
  async check(pod: NewPod, { isReplacing, signal }: { readonly isReplacing: boolean; readonly signal: AbortSignal }) {
    const { api, workload } = this.#options;
    try {
      await checkPod(api, workload, pod, signal);
    } catch (error) {
      if (!isReplacing || !isQuota(error)) throw refusedPod(error);
    }
  }

  /** Makes the pod; when it is unknown whether that arrived, it looks. */
  async create(pod: NewPod, how: WriteContext): Promise<Pod> {
    const { api, workload } = this.#options;
    const key = { resource: pods, namespace: workload.namespace };
    const found = async (): Promise<Pod | undefined> => {
      const present = await readTuningPod(api, workload, how.signal);
      return present && isSame(present, pod) ? present : undefined;
    };
    try {
      return await this.#insist(
        async (attempt) =>
          (attempt > 0 ? await found() : undefined) ?? this.#write(how, (asking) => api.create<Pod>(key, pod, asking)),
        how,
      );
    } catch (error) {
      how.signal.throwIfAborted();
      throw error instanceof ApiError && isPassing(error) && !isQuota(error)
        ? notMade(workload, error)
        : refusedPod(error);
    }
  }

  /** Deletes a tuning pod; one that is gone already is no failure. */
  async remove({ metadata: { name, uid } }: Pod, how: WriteContext): Promise<void> {
    const { api, workload } = this.#options;
    const key = { resource: pods, namespace: workload.namespace, name };
    const isGone = (error: unknown): boolean => ApiError.is(error, 404) || ApiError.is(error, 409); // 409: its name is another's
    await this.#insist(
      () =>
        this.#write(how, (asking) => api.delete(key, uid, asking)).catch((error: unknown) => {
          if (!isGone(error)) throw error;
        }),
      how,
    );
  }

  /** Tries again what met another write, may not have arrived, or meets the share of a pod that has just ended. */
  async #insist<T>(act: (attempt: number) => Promise<T>, { signal }: WriteContext): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await act(attempt);
      } catch (error) {
        signal.throwIfAborted();
        if (!isPassing(error) || attempt + 1 >= attempts) throw error;
        const pause = backoff(attempt, { floor: 100, cap: 5_000, random: Math.random });
        await this.#options.clock.sleep(pause, { signal });
      }
    }
  }

  async #write<T>({ signal, guard }: WriteContext, write: (asking: WriteContext) => Promise<T>): Promise<T> {
    const mayWrite = (): void => {
      guard();
      this.#options.lease.assertHeld();
    };
    mayWrite();
    return write({ signal, guard: mayWrite });
  }
}

/** Asks the API server whether it would take a pod; throws what it says otherwise. Nothing is made. */
export async function checkPod(
  api: KubernetesApi,
  { namespace }: Pick<Workload, 'namespace'>,
  { metadata: { name, ...metadata }, ...pod }: NewPod,
  signal: AbortSignal,
): Promise<void> {
  const unnamed = { ...pod, metadata: { ...metadata, generateName: `${name}-` } }; // the name may be in use
  await api.create({ resource: pods, namespace }, unnamed, { dryRun: true, signal });
}

function isSame({ metadata }: Pod, wanted: NewPod): boolean {
  const { annotations } = wanted.metadata;
  const isEqual = (key: string): boolean => metadata.annotations?.[key] === annotations[key];
  return metadata.deletionTimestamp === undefined && isEqual(beforeAnnotation) && isEqual(holderAnnotation);
}

/** A quota counts a pod for a moment after it has ended. */
function isPassing(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 409 || error.retryable || isQuota(error));
}

function isQuota(error: unknown): error is ApiError {
  return ApiError.is(error, 403) && error instanceof ApiError && error.message.includes('exceeded quota');
}

function refusedPod(error: unknown): unknown {
  if (!isQuota(error)) return refused(error);
  const message = `The tuning pod cannot be made: ${error.message}`;
  return new AdjustmentRejectedError(message, { reason: 'quota-exceeded', cause: error });
}

function notMade(workload: TuningPodWriterOptions['workload'], cause: ApiError): AdjustmentFailedError {
  const message = `${tuningPodText(workload)} could not be made in ${attempts} attempts: ${cause.message}`;
  return new AdjustmentFailedError(message, {
    cause,
    reason: cause.status === 409 ? 'conflict' : 'write-failed',
  });
}
