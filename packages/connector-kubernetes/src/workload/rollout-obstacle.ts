import type { WorkloadObject } from '../api/objects.js';
import { type Workload, workloadText } from '../config/workload.js';

/** Why a change of a workload would never reach its pods, and what removes that. */
export interface RolloutObstacle {
  readonly message: string;
  readonly hint: string;
  /** The patch of the workload that removes the obstacle. */
  readonly patch: object;
}

type Target = Pick<Workload, 'kind' | 'namespace' | 'name'>;

/** Finds what keeps every rollout from coming to its end: a pause, or a StatefulSet whose pods are replaced by hand. */
export function rolloutObstacle(workload: Target, { spec }: WorkloadObject): RolloutObstacle | undefined {
  const name = workloadText(workload);
  if (spec.paused) {
    const command = `kubectl -n ${workload.namespace} rollout resume ${workload.kind.toLowerCase()}/${workload.name}`;
    return { message: `${name} is paused, so no change of it rolls out`, hint: command, patch: resumed };
  }
  const { type, rollingUpdate } = spec.updateStrategy ?? {};
  if (type === 'OnDelete')
    return obstacle(workload, `${name} has the update strategy OnDelete: a pod changes only when it is deleted`, {
      type: 'RollingUpdate',
    });
  const partition = rollingUpdate?.partition ?? 0;
  if (partition > 0)
    return obstacle(workload, `${name} has the partition ${partition}: the pods before that number never change`, {
      rollingUpdate: { partition: 0 },
    });
  return undefined;
}

const resumed = { spec: { paused: false } };

function obstacle({ kind, namespace, name }: Target, message: string, updateStrategy: object): RolloutObstacle {
  const patch = { spec: { updateStrategy } };
  const hint = `kubectl -n ${namespace} patch ${kind.toLowerCase()} ${name} --patch '${JSON.stringify(patch)}'`;
  return { message, hint, patch };
}
