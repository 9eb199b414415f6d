import type { KubernetesConfig } from './config/kubernetes-config.js';
import { type Place, placesOf } from './config/place.js';
import { type Workload, workloadsOf } from './config/workload.js';

/** One rule of a Role. */
export interface RbacRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** What one namespace of a cluster must grant. */
export interface NamespaceRules extends Omit<Place, 'workloads'> {
  readonly rules: readonly RbacRule[];
}

/** Returns the least that the configuration needs, by namespace. */
export function rbacRules(config: KubernetesConfig): readonly NamespaceRules[] {
  return placesOf(workloadsOf(config)).map(({ workloads, ...place }) => ({
    ...place,
    rules: [
      ...rulesOf(workloads),
      ...config.permissions.map(({ group, resources, verbs }) => ({ apiGroups: [group], resources, verbs })),
    ],
  }));
}

function rulesOf(workloads: readonly Workload[]): readonly RbacRule[] {
  const changed = workloads.filter(({ canary }) => canary === undefined);
  const [hasSets, hasDeployments] = [hasKind('StatefulSet', changed), hasKind('Deployment', changed)];
  const tuned = [...(hasDeployments ? ['deployments'] : []), ...(hasSets ? ['statefulsets'] : [])];
  const hasCanary = changed.length < workloads.length;
  const isWatched = workloads.some(({ acceptAutoscaler }) => !acceptAutoscaler);
  const podVerbs = [...(hasCanary ? ['create'] : []), ...(hasCanary || hasSets ? ['delete'] : [])];
  return [
    ...(tuned.length > 0 ? [rule('apps', tuned, ['get', 'list', 'watch', 'patch'])] : []),
    ...(hasCanary && !hasDeployments ? [rule('apps', ['deployments'], ['get'])] : []),
    ...(hasDeployments ? [rule('apps', ['replicasets'], ['list', 'watch'])] : []),
    rule('', ['pods'], ['list', 'watch', ...podVerbs]),
    ...(workloads.some(({ logsInErrors }) => logsInErrors) ? [rule('', ['pods/log'], ['get'])] : []),
    rule('', ['namespaces'], ['get']),
    rule('', ['limitranges', 'resourcequotas'], ['list']),
    rule('coordination.k8s.io', ['leases'], ['get', 'create', 'update']),
    ...(isWatched ? [rule('autoscaling', ['horizontalpodautoscalers'], ['list'])] : []),
    ...(isWatched ? [rule('autoscaling.k8s.io', ['verticalpodautoscalers'], ['list'])] : []),
  ];
}

function hasKind(kind: Workload['kind'], workloads: readonly Workload[]): boolean {
  return workloads.some((workload) => workload.kind === kind);
}

function rule(group: string, resources: readonly string[], verbs: readonly string[]): RbacRule {
  return { apiGroups: [group], resources, verbs };
}
