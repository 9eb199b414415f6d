import type { Condition, ContainerStatus, KubernetesObject, Pod, WorkloadObject } from '../src/api/objects.js';
import type { Snapshot } from '../src/view/workload-view.js';

const meta = (name: string) => ({ name, uid: `uid-${name}`, resourceVersion: '1' });

/** Makes a Deployment that is ready with two pods. */
export function sampleObject(
  status: WorkloadObject['status'] = {},
  { spec = {}, metadata = {} }: { readonly spec?: object; readonly metadata?: object } = {},
): WorkloadObject {
  const counts = { replicas: 2, readyReplicas: 2, updatedReplicas: 2, availableReplicas: 2 };
  const resources = { requests: { cpu: '250m', memory: '256Mi' }, limits: { cpu: '500m' } };
  const env = [{ name: 'MODE', value: 'a' }];
  return {
    metadata: { ...meta('web'), generation: 3, ...metadata },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      template: { spec: { containers: [{ name: 'main', resources, env }, { name: 'sidecar' }] } },
      ...spec,
    },
    status: { observedGeneration: 3, ...counts, ...status },
  };
}

/** Makes a pod of the newest ReplicaSet. */
export function samplePod(
  name: string,
  {
    conditions = [],
    containers = [],
    owner = 'set-2',
    ...status
  }: {
    readonly conditions?: readonly Condition[];
    readonly containers?: readonly ContainerStatus[];
    readonly owner?: string;
    readonly phase?: string;
    readonly reason?: string;
    readonly message?: string;
  } = {},
): Pod {
  const ownerReferences = [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: owner, uid: `uid-${owner}` }];
  return {
    metadata: { ...meta(name), ownerReferences },
    spec: { containers: [] },
    status: { ...status, conditions, containerStatuses: containers },
  };
}

/** Makes what is seen of a Deployment with two revisions. */
export function sampleSnapshot(
  workload: WorkloadObject,
  pods: readonly Pod[] = [],
  refusals: Snapshot['refusals'] = [],
): Snapshot {
  const set = (revision: number): KubernetesObject => ({
    metadata: {
      ...meta(`set-${revision}`),
      annotations: { 'deployment.kubernetes.io/revision': String(revision) },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'uid-web' }],
    },
  });
  return { workload, replicaSets: [set(2), set(1)], pods, refusals };
}
