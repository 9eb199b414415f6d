import type { KubernetesApi } from '../api/kubernetes-api.js';
import type { WorkloadObject } from '../api/objects.js';
import { deployments } from '../api/resource.js';
import type { Workload } from '../config/workload.js';

/** Reads the Deployment that a tuning pod stands beside. */
export function readDeployment(
  api: KubernetesApi,
  { namespace, name }: Pick<Workload, 'namespace' | 'name'>,
  signal: AbortSignal,
): Promise<WorkloadObject> {
  return api.get({ resource: deployments, namespace, name }, signal);
}
