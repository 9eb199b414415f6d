import type { Pod, WorkloadObject } from '../api/objects.js';
import { isOwnedBy } from '../view/latest-pods.js';
import { isObserved } from '../view/readiness.js';
import type { WorkloadView } from '../view/workload-view.js';
import type { WorkloadWriter, WriteContext } from '../writing/workload-writer.js';

const patience = 5_000; // milliseconds for the controller to see a new template

/**
 * Deletes pods of a StatefulSet that are not ready and of an older template than `written`: its controller waits for them for
 * ever before it makes new ones. A Deployment has no such pods.
 */
export async function replaceStuckPods(
  view: WorkloadView,
  written: WorkloadObject,
  writer: Pick<WorkloadWriter, 'deletePod'>,
  context: WriteContext,
): Promise<void> {
  if (view.kind !== 'StatefulSet') return;
  const { generation = 0 } = written.metadata;
  const decide = (): readonly Pod[] | undefined => stuckPods(view, generation);
  const stuck = (await view.during(patience, decide, context.signal)) ?? [];
  for (const { metadata } of stuck) await writer.deletePod(metadata, context);
}

function stuckPods({ snapshot: { workload, pods } }: WorkloadView, generation: number): readonly Pod[] | undefined {
  const hasSeen = (workload.metadata.generation ?? 0) >= generation && isObserved(workload);
  if (!hasSeen) return undefined;
  return pods.filter(
    (pod) =>
      isOwnedBy(pod, workload) &&
      pod.metadata.labels?.['controller-revision-hash'] !== workload.status?.updateRevision &&
      !pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'),
  );
}
