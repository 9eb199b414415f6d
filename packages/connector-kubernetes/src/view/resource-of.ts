import type { WorkloadObject } from '../api/objects.js';
import { deployments, type Resource, statefulSets } from '../api/resource.js';
import type { WorkloadKind } from '../config/workload.js';

/** Returns the resource of a kind of workload. */
export function resourceOf(kind: WorkloadKind): Resource<WorkloadObject> {
  return kind === 'Deployment' ? deployments : statefulSets;
}
