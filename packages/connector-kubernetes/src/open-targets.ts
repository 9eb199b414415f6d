import type { ConnectorHost } from '@servo/core';
import { SharedWatches } from './api/shared-watches.js';
import { CanaryTarget } from './canary/canary-target.js';
import type { Clusters } from './clusters.js';
import type { KubernetesConfig } from './config/kubernetes-config.js';
import { type Workload, workloadsOf } from './config/workload.js';
import { servoIdentity } from './servo-identity.js';
import type { Target } from './workload/target.js';
import { WorkloadTarget } from './workload/workload-target.js';

const many = 10; // workloads of a namespace; so many would need three connections each

/** Makes the targets of a configuration; where it names many workloads of one namespace, they share their watches. */
export async function openTargets(
  host: ConnectorHost<KubernetesConfig>,
  clusters: Clusters,
): Promise<readonly Target[]> {
  const { clock, logger, config } = host;
  const identity = await servoIdentity(host);
  const workloads = workloadsOf(config);
  const watches = new Map<string, SharedWatches>();
  return Promise.all(
    workloads.map(async (workload) => {
      const api = await clusters.api(workload);
      const place = placeOf(workload);
      const isCrowded = workloads.filter((other) => placeOf(other) === place).length >= many;
      const known = watches.get(place) ?? new SharedWatches({ api, namespace: workload.namespace, clock });
      watches.set(place, known);
      const options = { workload, api, shared: isCrowded ? known : undefined, identity, clock, logger };
      return workload.canary ? new CanaryTarget(options, workload.canary) : new WorkloadTarget(options);
    }),
  );
}

function placeOf({ kubeconfig, context, namespace }: Workload): string {
  return JSON.stringify([kubeconfig, context, namespace]);
}
