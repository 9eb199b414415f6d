import { ApiError } from '../api/api-error.js';
import type { KubernetesApi } from '../api/kubernetes-api.js';
import type { WorkloadObject } from '../api/objects.js';
import { type Workload, workloadText } from '../config/workload.js';
import { resourceOf } from './resource-of.js';

/** Reads a workload. @throws {@link ApiError} `KUBERNETES_NOT_FOUND` with where it was looked for. */
export async function readWorkload(
  api: Pick<KubernetesApi, 'get'>,
  { kind, namespace, name }: Pick<Workload, 'kind' | 'namespace' | 'name'>,
  signal: AbortSignal,
): Promise<WorkloadObject> {
  try {
    return await api.get({ resource: resourceOf(kind), namespace, name }, signal);
  } catch (cause) {
    if (!ApiError.is(cause, 404)) throw cause;
    throw new ApiError(`${workloadText({ kind, namespace, name })} does not exist`, {
      status: 404,
      cause,
      hint: `kubectl -n ${namespace} get ${kind.toLowerCase()}s lists what is there; look at "name" and "namespace".`,
    });
  }
}
