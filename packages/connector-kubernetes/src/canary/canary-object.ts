import type { Component } from '@servo/core';
import type { Container, EnvironmentVariable, Pod, WorkloadObject } from '../api/objects.js';
import type { ResourceConfig } from '../config/resource-config.js';
import type { CanaryStrategy, Workload } from '../config/workload.js';
import type { ContainerConfig } from '../config/workload-config.js';
import { formatCores } from '../quantity/cpu.js';
import { bytesOf, memoryQuantity } from '../quantity/memory.js';
import { currentFields, type Field, withFields } from '../writing/fields.js';
import { recordedFields } from '../writing/record.js';
import { componentsOf } from '../workload/workload-settings.js';

/** Returns a Deployment as if its template were what a tuning pod begins with. */
export function baseObject({ containers: [config] }: Workload, deployment: WorkloadObject): WorkloadObject {
  const own = { ...deployment, metadata: { ...deployment.metadata, annotations: {} } }; // no record of another strategy
  if (!config) return own;
  const { template } = own.spec;
  const containers = template.spec.containers.map((container) =>
    container.name === config.name ? withOwnVariables(container, config) : container,
  );
  const changed = { ...own, spec: { ...own.spec, template: { ...template, spec: { ...template.spec, containers } } } };
  return withFields(changed, [
    ...startFields(config.name, 'cpu', config.cpu, formatCores),
    ...startFields(config.name, 'memory', config.memory, (amount) => memoryQuantity(bytesOf(amount))),
  ]);
}

/** Returns a Deployment as if its template were that of its tuning pod, with the record that the pod carries. */
export function podObject(deployment: WorkloadObject, { metadata, spec }: Pod): WorkloadObject {
  const annotations = metadata.annotations ?? {};
  const template = { ...deployment.spec.template, spec };
  const { managedFields: _, ...own } = deployment.metadata; // they say nothing of the pod's annotations
  return {
    ...deployment,
    metadata: { ...own, annotations },
    spec: { ...deployment.spec, template },
  };
}

/** Returns what a tuning pod has otherwise than one that was just begun. */
export function adjustedFields(deployment: WorkloadObject, pod: Pod): readonly Field[] {
  const object = podObject(deployment, pod);
  return currentFields(object, recordedFields(object));
}

/** Returns a workload as it is configured, but for the names and bounds of its tuning pod. */
export function tuningWorkload(workload: Workload, { component }: CanaryStrategy): Workload {
  const containers = workload.containers.map((container) => ({ ...container, alias: component }));
  return { ...workload, containers, replicas: { min: 0, max: 1, step: 1, pinned: true } };
}

/** Returns the two components: the workload itself, which is only shown, and its tuning pod. */
export function canaryComponents(
  workload: Workload,
  canary: CanaryStrategy,
  { deployment, tuning, replicas }: CanaryView,
): readonly Component[] {
  const pod = { ...tuning, spec: { ...tuning.spec, replicas } };
  return [...componentsOf(shownOnly(workload), deployment), ...componentsOf(tuningWorkload(workload, canary), pod)];
}

/** What there is to describe. */
export interface CanaryView {
  readonly deployment: WorkloadObject;
  /** The Deployment as if its template were the tuning pod's. */
  readonly tuning: WorkloadObject;
  /** How many tuning pods there are to be: one, or none. */
  readonly replicas: number;
}

const manyReplicas = 99_999;

function shownOnly(workload: Workload): Workload {
  const containers = workload.containers.map(({ cpu, memory, env, ...container }) => ({
    ...container,
    cpu: { ...cpu, pinned: true },
    memory: { ...memory, pinned: true },
    env: env.map((variable) => ({ ...variable, pinned: true })),
  }));
  return { ...workload, containers, replicas: { min: 0, max: manyReplicas, step: 1, pinned: true } };
}

function withOwnVariables(container: Container, { staticEnvironmentVariables = {} }: ContainerConfig): Container {
  const own: readonly EnvironmentVariable[] = Object.entries(staticEnvironmentVariables).map(([name, value]) => ({
    name,
    value,
  }));
  if (own.length === 0) return container;
  const others = (container.env ?? []).filter(({ name }) => !(name in staticEnvironmentVariables));
  return { ...container, env: [...others, ...own] };
}

function startFields(
  container: string,
  name: 'cpu' | 'memory',
  { request, limit }: Pick<ResourceConfig, 'request' | 'limit'>,
  text: (amount: number) => string,
): readonly Field[] {
  return [
    ...(request === undefined ? [] : [{ at: 'requests', container, name, value: text(request) } as const]),
    ...(limit === undefined ? [] : [{ at: 'limits', container, name, value: text(limit) } as const]),
  ];
}
