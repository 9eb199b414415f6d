import { tuningPodName } from './canary/tuning-pod-name.js';
import type { KubernetesConfig } from './config/kubernetes-config.js';
import { isCrowded, type Place, placesOf } from './config/place.js';
import { type Workload, workloadsOf } from './config/workload.js';
import { leaseName } from './lease/lease-name.js';

/** One rule of a Role. */
export interface RbacRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  /** Only objects of these names; what is followed by name may be listed and watched so, too. */
  readonly resourceNames?: readonly string[];
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
      ...workloadRules('Deployment', workloads),
      ...workloadRules('StatefulSet', workloads),
      ...podRules(workloads),
      rule('', ['namespaces'], ['get']),
      rule('', ['limitranges', 'resourcequotas'], ['list']),
      rule('coordination.k8s.io', ['leases'], ['get', 'update'], workloads.map(leaseName)),
      rule('coordination.k8s.io', ['leases'], ['create']), // the name of what is to be made cannot be restricted
      ...scalerRules(workloads),
      ...config.permissions.map(({ group, resources, verbs }) => rule(group, resources, verbs)),
    ],
  }));
}

/** What is watched together with many others is not watched by name. */
function workloadRules(kind: Workload['kind'], workloads: readonly Workload[]): readonly RbacRule[] {
  const resources = kind === 'Deployment' ? ['deployments'] : ['statefulsets'];
  const all = workloads.filter((workload) => workload.kind === kind);
  const [changed, read] = [all.filter(isChanged), all.filter(isCanary)].map((some) => some.map(({ name }) => name));
  const follow = ['list', 'watch'];
  const isShared = isCrowded({ workloads });
  return [
    ...named('apps', resources, ['get', ...(isShared ? [] : follow), 'patch'], changed),
    ...(isShared && all.some(isChanged) ? [rule('apps', resources, follow)] : []),
    ...named('apps', resources, ['get'], read),
    ...(all.some(isChanged)
      ? [kind === 'Deployment' ? rule('apps', ['replicasets'], follow) : rule('', ['events'], follow)]
      : []),
  ];
}

/** The pods of a workload have names that are not known beforehand, as tuning pods have. */
function podRules(workloads: readonly Workload[]): readonly RbacRule[] {
  const [changed, canaries] = [workloads.filter(isChanged), workloads.filter(isCanary)];
  const follow = ['list', 'watch'];
  const isDeleted = changed.some(({ kind }) => kind === 'StatefulSet');
  const logged = workloads.filter(({ logsInErrors }) => logsInErrors);
  const tuning = canaries.map(tuningPodName);
  const unnamed = [...(changed.length > 0 ? follow : []), ...(isDeleted ? ['delete'] : [])];
  const byName = [...follow, 'delete'].filter((verb) => !unnamed.includes(verb));
  return [
    ...(unnamed.length > 0 ? [rule('', ['pods'], unnamed)] : []),
    ...(byName.length > 0 ? named('', ['pods'], byName, tuning) : []),
    ...(canaries.length > 0 ? [rule('', ['pods'], ['create'])] : []),
    ...(logged.some(isChanged)
      ? [rule('', ['pods/log'], ['get'])]
      : named('', ['pods/log'], ['get'], logged.map(tuningPodName))),
  ];
}

function scalerRules(workloads: readonly Workload[]): readonly RbacRule[] {
  if (workloads.every(({ acceptAutoscaler }) => acceptAutoscaler)) return [];
  return [
    rule('autoscaling', ['horizontalpodautoscalers'], ['list']),
    rule('autoscaling.k8s.io', ['verticalpodautoscalers'], ['list']),
  ];
}

function isCanary({ canary }: Workload): boolean {
  return canary !== undefined;
}

function isChanged(workload: Workload): boolean {
  return !isCanary(workload);
}

/** A rule without names would be one for all objects. */
function named(
  group: string,
  resources: readonly string[],
  verbs: readonly string[],
  names: readonly string[] = [],
): readonly RbacRule[] {
  return names.length > 0 ? [rule(group, resources, verbs, names)] : [];
}

function rule(
  group: string,
  resources: readonly string[],
  verbs: readonly string[],
  resourceNames?: readonly string[],
): RbacRule {
  return { apiGroups: [group], resources, ...(resourceNames && { resourceNames }), verbs };
}
