import { Duration } from '@servo/core';
import { tuningComponentOf } from './component-names.js';
import type { KubernetesConfig } from './kubernetes-config.js';
import type { ContainerConfig, ReplicasConfig, WorkloadConfig } from './workload-config.js';

/** The kinds of workloads that can be tuned. */
export type WorkloadKind = 'Deployment' | 'StatefulSet';

/** What happens to a workload that does not run with its settings. */
export type FailureMode = 'rollback' | 'exception' | 'ignore' | 'shutdown';

/** What the configuration says of the pod beside a workload. */
export interface CanaryStrategy {
  /** The name of its component. */
  readonly component: string;
  /** Whether it is made before the first adjustment. */
  readonly isCreated: boolean;
}

/** A workload with all that the configuration says of it. */
export interface Workload {
  readonly kind: WorkloadKind;
  readonly name: string;
  readonly namespace: string;
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly settlement?: Duration | undefined;
  readonly onFailure: FailureMode;
  readonly timeout: Duration;
  readonly schedulingGrace: Duration;
  readonly logsInErrors: boolean;
  readonly acceptAutoscaler: boolean;
  readonly containers: readonly ContainerConfig[];
  readonly replicas: ReplicasConfig;
  /** Present when a pod beside the workload is tuned, and not the workload itself. */
  readonly canary?: CanaryStrategy | undefined;
}

/** Returns the workloads of a configuration, Deployments first; what a workload does not say, it takes from above. */
export function workloadsOf(config: KubernetesConfig): readonly Workload[] {
  return [
    ...config.deployments.map((workload) => cascade('Deployment', workload, config)),
    ...config.statefulSets.map((workload) => cascade('StatefulSet', workload, config)),
  ];
}

/** Writes a workload as a person would: `Deployment shop/web`. */
export function workloadText({ kind, namespace, name }: Pick<Workload, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace}/${name}`;
}

function cascade(kind: WorkloadKind, own: WorkloadConfig, above: KubernetesConfig): Workload {
  const onFailure = own.onFailure ?? above.onFailure ?? 'rollback';
  const component = tuningComponentOf(own);
  const isCreated = own.createTuningPod ?? above.createTuningPod ?? true;
  return {
    kind,
    name: own.name,
    namespace: own.namespace ?? above.namespace ?? 'default',
    kubeconfig: own.kubeconfig ?? above.kubeconfig,
    context: own.context ?? above.context,
    settlement: own.settlement ?? above.settlement,
    onFailure: onFailure === 'destroy' ? 'shutdown' : onFailure, // its older name
    timeout: own.timeout ?? above.timeout ?? Duration.from('5m'),
    schedulingGrace: own.schedulingGrace ?? above.schedulingGrace ?? Duration.from('5s'),
    logsInErrors: own.containerLogsInErrorStatus ?? above.containerLogsInErrorStatus ?? false,
    acceptAutoscaler: own.acceptAutoscaler ?? above.acceptAutoscaler ?? false,
    containers: own.containers,
    replicas: own.replicas,
    canary: component === undefined ? undefined : { component, isCreated },
  };
}
