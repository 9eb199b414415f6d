import type {
  Autoscaler,
  CoreEvent,
  KubernetesObject,
  Lease,
  LimitRange,
  Namespace,
  Pod,
  ResourceQuota,
  WorkloadObject,
} from './objects.js';

/** A kind of object of the API, and its type here. */
export interface Resource<T extends KubernetesObject = KubernetesObject> {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  /** Never set: carries the type. */
  readonly object?: T;
}

const apps = { group: 'apps', version: 'v1' };

export const deployments: Resource<WorkloadObject> = { ...apps, plural: 'deployments' };
export const statefulSets: Resource<WorkloadObject> = { ...apps, plural: 'statefulsets' };
export const replicaSets: Resource = { ...apps, plural: 'replicasets' };
export const pods: Resource<Pod> = { group: '', version: 'v1', plural: 'pods' };
export const namespaces: Resource<Namespace> = { group: '', version: 'v1', plural: 'namespaces' };
export const resourceQuotas: Resource<ResourceQuota> = { group: '', version: 'v1', plural: 'resourcequotas' };
export const limitRanges: Resource<LimitRange> = { group: '', version: 'v1', plural: 'limitranges' };
export const events: Resource<CoreEvent> = { group: '', version: 'v1', plural: 'events' };
export const leases: Resource<Lease> = { group: 'coordination.k8s.io', version: 'v1', plural: 'leases' };
export const horizontalAutoscalers: Resource<Autoscaler> = {
  group: 'autoscaling',
  version: 'v2',
  plural: 'horizontalpodautoscalers',
};
export const verticalAutoscalers: Resource<Autoscaler> = {
  group: 'autoscaling.k8s.io',
  version: 'v1',
  plural: 'verticalpodautoscalers',
};

/** Where objects are: in a namespace, or `undefined` for those that belong to the cluster. */
export function resourcePath({ group, version, plural }: Resource, namespace?: string, name?: string): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const parts = [...(namespace === undefined ? [] : ['namespaces', namespace]), plural, ...(name ? [name] : [])];
  return [root, ...parts.map(encodeURIComponent)].join('/');
}
