import { ApiError } from '../api/api-error.js';
import type { KubernetesApi } from '../api/kubernetes-api.js';
import type { Autoscaler } from '../api/objects.js';
import { horizontalAutoscalers, type Resource, verticalAutoscalers } from '../api/resource.js';
import type { Workload } from '../config/workload.js';

/** Returns the autoscalers that change a workload, each as `HorizontalPodAutoscaler web`. */
export async function autoscalersOf(
  api: KubernetesApi,
  workload: Workload,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const [scalers, sizers] = await Promise.all([
    listed(api, horizontalAutoscalers, workload, signal),
    listed(api, verticalAutoscalers, workload, signal),
  ]);
  const active = sizers.filter(({ spec }) => spec.updatePolicy?.updateMode !== 'Off');
  return [
    ...scalers.map(({ metadata }) => `HorizontalPodAutoscaler ${metadata.name}`),
    ...active.map(({ metadata }) => `VerticalPodAutoscaler ${metadata.name}`),
  ];
}

async function listed(
  api: KubernetesApi,
  resource: Resource<Autoscaler>,
  { kind, namespace, name }: Workload,
  signal: AbortSignal,
): Promise<readonly Autoscaler[]> {
  try {
    const { items } = await api.list({ resource, namespace }, signal);
    return items.filter(({ spec }) => {
      const target = spec.scaleTargetRef ?? spec.targetRef;
      return target?.kind === kind && target.name === name;
    });
  } catch (error) {
    if (ApiError.is(error, 404)) return []; // the cluster does not know this kind
    throw error;
  }
}
