import { AdjustmentFailedError, type Clock, deadline, type EventContext, ServoError } from '@servo/core';
import type { SharedWatches } from '../api/shared-watches.js';
import type { KubernetesApi } from '../api/kubernetes-api.js';
import type { WorkloadObject } from '../api/objects.js';
import { type Workload, workloadText } from '../config/workload.js';
import { awaitRollout } from './await-rollout.js';
import { differingFields, type Field } from '../writing/fields.js';
import { isOwnedBy } from '../view/latest-pods.js';
import { isObserved } from '../view/readiness.js';
import { restartBaseline } from '../trouble/restart-baseline.js';
import { WorkloadView } from '../view/workload-view.js';
import type { WorkloadWriter, WriteContext } from '../writing/workload-writer.js';

const quickly = 8_000; // milliseconds for taking back after an abort; a handler has ten seconds

/** What was written, and what was there before. */
export interface Change {
  readonly fields: readonly Field[];
  readonly before: readonly Field[];
}

/** What {@link takeBack} works with. */
export interface TakeBackOptions {
  readonly workload: Workload;
  readonly api: KubernetesApi;
  readonly shared?: SharedWatches | undefined;
  readonly clock: Clock;
  readonly writer: WorkloadWriter;
}

/**
 * Puts back what was there before a change, except where somebody else has written since, and waits until the workload runs.
 * After an abort it only writes, and waits for nothing.
 */
export async function takeBack(
  { fields, before }: Change,
  { workload, api, shared, clock, writer }: TakeBackOptions,
  context: Pick<EventContext, 'signal' | 'guard'>,
): Promise<void> {
  const isAborted = context.signal.aborted;
  const time = isAborted ? quickly : workload.timeout.milliseconds;
  const name = workloadText(workload);
  using limit = deadline(time, {
    clock,
    reason: () => late(name, time),
    ...(!isAborted && { signal: context.signal }),
  });
  const { signal } = limit;
  const how = { signal, guard: context.guard };
  using view = await WorkloadView.open({ api, shared, workload, clock, signal });
  const foreign = differingFields(view.snapshot.workload, fields);
  const ours = before.filter((_, index) => !foreign.some((field) => field === fields[index]));
  const written = await writer.write(view.snapshot.workload, ours, how);
  const generation = written.metadata.generation ?? 0;
  await view.until(({ workload: seen }) => (hasSeen(seen, generation) ? true : undefined), signal);
  if (workload.kind === 'StatefulSet') await replaceStuckPods(view, writer, how);
  if (isAborted) return;
  const containers = workload.containers.map((container) => container.name);
  const baseline = restartBaseline(view.snapshot.pods);
  const schedulingGrace = workload.schedulingGrace.milliseconds;
  const judged = {
    baseline,
    containers,
    name,
    adjustments: [],
    generation,
    fields: ours,
    schedulingGrace,
    clock,
    signal,
  };
  const trouble = await awaitRollout(view, time, { ...judged, progress: () => {} });
  if (trouble) throw new AdjustmentFailedError(trouble.message, { reason: trouble.reason });
}

/** Makes the error of something that failed, and then could not be brought back, either. */
export function takeBackFailed(
  { name, hint }: { readonly name: string; readonly hint: string },
  error: unknown,
  cause: unknown,
): AdjustmentFailedError {
  const [first, second] = [ServoError.from(error), ServoError.from(cause)];
  const message = `${first.message}; and ${name} could not be brought back: ${second.message}`;
  return new AdjustmentFailedError(message, {
    cause: new AggregateError([error, cause], message),
    reason: 'rollback-failed',
    hint,
  });
}

/** A StatefulSet waits for ever for a pod of the failed template: it must be made anew. */
async function replaceStuckPods(view: WorkloadView, writer: WorkloadWriter, how: WriteContext): Promise<void> {
  const { workload, pods } = view.snapshot;
  const stuck = pods.filter(
    (pod) =>
      isOwnedBy(pod, workload) &&
      pod.metadata.labels?.['controller-revision-hash'] !== workload.status?.updateRevision &&
      !pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'),
  );
  for (const { metadata } of stuck) await writer.deletePod(metadata, how);
}

function hasSeen(workload: WorkloadObject, generation: number): boolean {
  return (workload.metadata.generation ?? 0) >= generation && isObserved(workload);
}

function late(name: string, time: number): AdjustmentFailedError {
  return new AdjustmentFailedError(`${name} could not be taken back in ${time / 1_000} s`, {
    reason: 'rollback-failed',
  });
}
