import { AdjustmentFailedError, AdjustmentRejectedError, backoff, type Clock } from '@servo/core';
import { ApiError } from '../api/api-error.js';
import type { KubernetesApi, ObjectKey } from '../api/kubernetes-api.js';
import type { WorkloadObject } from '../api/objects.js';
import type { Workload } from '../config/workload.js';
import { deletedWorkload } from '../view/deleted-workload.js';
import { differingFields, type Field } from './fields.js';
import { recordingPatch } from './record.js';

const attempts = 6;

/** How fields are written. */
export interface WriteFieldsOptions {
  readonly api: KubernetesApi;
  readonly workload: Pick<Workload, 'kind' | 'namespace' | 'name'>;
  readonly key: ObjectKey<WorkloadObject>;
  readonly identity: string;
  /** Whether the API server is to check the write before it is made. */
  readonly dryRun: boolean;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Throws when nothing may be written any more. */
  readonly guard: () => void;
}

/**
 * Writes those fields that differ, with the record of how it was; answers the workload as it is then. When somebody else
 * wrote at the same time, or it is unknown whether a write arrived, it reads again.
 */
export async function writeFields(
  object: WorkloadObject,
  fields: readonly Field[],
  options: WriteFieldsOptions,
): Promise<WorkloadObject> {
  const { api, key, workload, clock, signal } = options;
  let present = object;
  for (let attempt = 0; ; attempt += 1) {
    const differing = differingFields(present, fields);
    if (differing.length === 0) return present;
    try {
      return await write(present, differing, options);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ApiError) || !(error.status === 409 || error.retryable)) throw refused(error);
      if (attempt + 1 >= attempts) throw notWritten(error);
      await clock.sleep(backoff(attempt, { floor: 100, cap: 5_000, random: Math.random }), { signal });
      present = await api.get(key, signal);
      if (present.metadata.uid !== object.metadata.uid) throw deletedWorkload(workload); // what is there now is another
    }
  }
}

async function write(
  object: WorkloadObject,
  fields: readonly Field[],
  { api, key, identity, dryRun, signal, guard }: WriteFieldsOptions,
): Promise<WorkloadObject> {
  const patch = recordingPatch(object, fields, identity);
  if (dryRun) await api.patch(key, patch, { dryRun, signal });
  guard();
  return api.patch(key, patch, { signal, guard });
}

/** The API server, or what it asks, says no to these settings; a missing permission is no verdict on them. */
export function refused(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error;
  const isVerdict = error.status === 422 || error.status === 400 || (error.status === 403 && !isPermission(error));
  if (isVerdict)
    return new AdjustmentRejectedError(`The API server refuses the settings: ${error.message}`, {
      reason: 'refused',
      cause: error,
    });
  return new AdjustmentFailedError(error.message, { cause: error, hint: error.hint, reason: 'write-failed' });
}

function isPermission({ message }: ApiError): boolean {
  return / cannot \w+ resource /.test(message);
}

function notWritten(cause: ApiError): AdjustmentFailedError {
  return new AdjustmentFailedError(`The settings could not be written in ${attempts} attempts: ${cause.message}`, {
    cause,
    reason: cause.status === 409 ? 'conflict' : 'write-failed',
  });
}
