import type { Clock, ConnectorHost } from '@servo/core';
import { SharedWatches } from './api/shared-watches.js';
import { CanaryTarget } from './canary/canary-target.js';
import type { Clusters } from './clusters.js';
import type { KubernetesConfig } from './config/kubernetes-config.js';
import { isCrowded, placesOf } from './config/place.js';
import { type Workload, workloadsOf } from './config/workload.js';
import { servoIdentity } from './servo-identity.js';
import type { Target } from './workload/target.js';
import { WorkloadTarget } from './workload/workload-target.js';

/** Makes the targets of a configuration; where it names many workloads of one namespace, they share their watches. */
export async function openTargets(
  host: ConnectorHost<KubernetesConfig>,
  clusters: Clusters,
): Promise<readonly Target[]> {
  const { clock, logger, config } = host;
  const identity = await servoIdentity(host);
  const workloads = workloadsOf(config);
  const shared = await sharedWatches(workloads, clusters, clock);
  return Promise.all(
    workloads.map(async (workload) => {
      const api = await clusters.api(workload);
      const options = { workload, api, shared: shared.get(workload), identity, clock, logger };
      return workload.canary ? new CanaryTarget(options, workload.canary) : new WorkloadTarget(options);
    }),
  );
}

async function sharedWatches(
  workloads: readonly Workload[],
  clusters: Clusters,
  clock: Clock,
): Promise<ReadonlyMap<Workload, SharedWatches>> {
  const found = new Map<Workload, SharedWatches>();
  const crowded = placesOf(workloads).filter(isCrowded);
  for (const place of crowded) {
    const watches = new SharedWatches({ api: await clusters.api(place), namespace: place.namespace, clock });
    for (const workload of place.workloads) found.set(workload, watches);
  }
  return found;
}
