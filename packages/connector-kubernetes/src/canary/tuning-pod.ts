import { fieldManager } from '../api/field-manager.js';
import type { OwnerReference, Pod, WorkloadObject } from '../api/objects.js';
import type { CanaryStrategy, Workload } from '../config/workload.js';
import { type Field, withFields } from '../writing/fields.js';
import { isOwnedBy } from '../view/latest-pods.js';
import { holderAnnotation, recordingPatch } from '../writing/record.js';
import { baseObject } from './canary-object.js';
import { tuningPodName } from './tuning-pod-name.js';

/** The label by which tuning pods are told from the others of the workload. */
export const roleLabel = { opsani_role: 'tuning' };
/** The annotation with the name of the component that the pod is. */
export const tuningAnnotation = 'opsani.com/opsani_tuning_for';
const templateAnnotation = `${fieldManager}/template`;

/** A pod that is to be made. */
export interface NewPod {
  readonly apiVersion: 'v1';
  readonly kind: 'Pod';
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
    readonly ownerReferences: readonly OwnerReference[];
  };
  readonly spec: WorkloadObject['spec']['template']['spec'];
}

/** What a tuning pod is made from. */
export interface TuningPodOptions {
  readonly workload: Workload;
  readonly canary: CanaryStrategy;
  readonly deployment: WorkloadObject;
  /** What it has otherwise than one that just begins. */
  readonly fields: readonly Field[];
  /** The servo that makes it. */
  readonly identity: string;
}

/** Writes the tuning pod of a workload as a person would: `Pod shop/web-tuning`. */
export function tuningPodText(workload: Pick<Workload, 'namespace' | 'name'>): string {
  return `Pod ${workload.namespace}/${tuningPodName(workload)}`;
}

/**
 * Makes the tuning pod of a Deployment: a pod of its template, so that Services select it as they do the others.
 *
 * The Deployment is its controller: it is collected with the Deployment, and no ReplicaSet takes it for one of its own.
 */
export function tuningPod({ workload, canary, deployment, fields, identity }: TuningPodOptions): NewPod {
  const base = baseObject(workload, deployment);
  const { metadata, spec } = withFields(base, fields).spec.template;
  const record = Object.entries(recordingPatch(base, fields, identity).metadata?.['annotations'] ?? {});
  const { name, uid } = deployment.metadata;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: tuningPodName(workload),
      namespace: workload.namespace,
      labels: { ...metadata?.labels, ...roleLabel },
      annotations: {
        ...metadata?.annotations,
        ...Object.fromEntries(record.filter((each): each is [string, string] => typeof each[1] === 'string')),
        [tuningAnnotation]: canary.component,
        [holderAnnotation]: identity,
        [templateAnnotation]: fingerprint(base),
      },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name, uid, controller: true }],
    },
    spec,
  };
}

/** Whether a pod is a tuning pod, of whichever servo; others only have its name. */
export function isTuningPod({ metadata }: Pod): boolean {
  return metadata.annotations?.[tuningAnnotation] !== undefined;
}

/** Whether a pod is the tuning pod of a Deployment, and not about to end. */
export function isOwnTuningPod(pod: Pod, deployment: WorkloadObject): boolean {
  return isTuningPod(pod) && isOwnedBy(pod, deployment) && pod.metadata.deletionTimestamp === undefined;
}

/** Whether a tuning pod is that of the Deployment as it is now, and neither ended nor ending. */
export function isCurrent(pod: Pod, workload: Workload, deployment: WorkloadObject): boolean {
  const { metadata, status } = pod;
  return (
    isOwnTuningPod(pod, deployment) &&
    !['Failed', 'Succeeded'].includes(status?.phase ?? '') &&
    metadata.annotations?.[templateAnnotation] === fingerprint(baseObject(workload, deployment))
  );
}

/** Whether a pod runs and is ready. */
export function isPodReady({ status }: Pod): boolean {
  return status?.phase === 'Running' && hasCondition(status, 'Ready');
}

/** How far the start of a pod is, in percent. */
export function startPercent({ status }: Pod): number {
  const steps = ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'];
  return (100 * steps.filter((type) => hasCondition(status, type)).length) / steps.length;
}

function hasCondition(status: Pod['status'], wanted: string): boolean {
  return status?.conditions?.some(({ type, status: state }) => type === wanted && state === 'True') ?? false;
}

function fingerprint({ spec }: WorkloadObject): string {
  const { hash } = process.getBuiltinModule('node:crypto'); // fetched when it is needed, as it is dear to import
  return hash('sha256', JSON.stringify(spec.template)).slice(0, 16);
}
