import { description, findSetting } from '@servo/core';
import { expect, test } from 'vitest';
import { sampleObject } from '../../test/sample-snapshot.js';
import type { Pod, WorkloadObject } from '../api/objects.js';
import { KubernetesConfig } from '../config/kubernetes-config.js';
import { type Workload, workloadsOf } from '../config/workload.js';
import type { Field } from '../writing/fields.js';
import { beforeAnnotation, holderAnnotation } from '../writing/record.js';
import { adjustedFields, baseObject, canaryComponents, podObject } from './canary-object.js';
import { isCurrent, isOwnTuningPod, isPodReady, isTuningPod, startPercent, tuningPod } from './tuning-pod.js';

const container = {
  name: 'main',
  cpu: { min: '125m', max: 4, step: '125m' },
  memory: { min: '64Mi', max: '4Gi', step: '64Mi' },
};
const cpu: Field = { at: 'requests', container: 'main', name: 'cpu', value: '1' };
const mode: Field = { at: 'env', container: 'main', name: 'MODE', value: 'b' };

function sampleWorkload(overrides: object = {}): Workload {
  const web = { name: 'web', namespace: 'shop', strategy: 'canary', replicas: { min: 1, max: 4 } };
  const [workload] = workloadsOf(
    KubernetesConfig.parse({ deployments: [{ ...web, containers: [{ ...container, ...overrides }] }] }),
  );
  if (!workload) throw new TypeError('there is one');
  return workload;
}

function make(fields: readonly Field[] = [], { workload = sampleWorkload(), deployment = sampleObject() } = {}) {
  const canary = { component: 'web/main-tuning', isCreated: true };
  return tuningPod({ workload, canary, deployment, fields, identity: 'me' });
}

/** Returns a pod as the API server has it. */
function made(fields: readonly Field[] = [], change: Partial<Pod['metadata']> = {}, status?: Pod['status']): Pod {
  const { metadata, spec } = make(fields);
  return {
    metadata: { ...metadata, uid: 'uid-pod', resourceVersion: '1', ...change },
    spec,
    ...(status && { status }),
  };
}

test('tuningPod() takes the template with its labels, and is owned by the Deployment as its controller', () => {
  const template = { metadata: { labels: { app: 'web' }, annotations: { team: 'a' } }, spec: { containers: [] } };
  const deployment = sampleObject({}, { spec: { template: { ...template, spec: sampleObject().spec.template.spec } } });
  const { metadata, spec } = make([], { deployment });
  expect(metadata).toMatchObject({ name: 'web-tuning', namespace: 'shop' });
  expect(metadata.labels).toEqual({ app: 'web', opsani_role: 'tuning' });
  expect(metadata.annotations).toMatchObject({ team: 'a', 'opsani.com/opsani_tuning_for': 'web/main-tuning' });
  expect(metadata.annotations).toMatchObject({ [holderAnnotation]: 'me' });
  expect(metadata.annotations).not.toHaveProperty(beforeAnnotation);
  expect(metadata.ownerReferences).toEqual([
    { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'uid-web', controller: true },
  ]);
  expect(spec).toEqual(deployment.spec.template.spec);
});

test('tuningPod() carries what it has otherwise, and adjustedFields() reads it back', () => {
  const pod = made([cpu, mode]);
  expect(pod.spec.containers[0]).toMatchObject({
    resources: { requests: { cpu: '1', memory: '256Mi' } },
    env: [{ name: 'MODE', value: 'b' }],
  });
  expect(adjustedFields(sampleObject(), pod)).toEqual([cpu, mode]);
  expect(adjustedFields(sampleObject(), made())).toEqual([]);
  const deployed = sampleObject({}, { metadata: { managedFields: [{ manager: 'helm', operation: 'Update' }] } });
  expect(adjustedFields(deployed, pod)).toEqual([cpu, mode]);
});

test('baseObject() has the variables and amounts that the tuning pod begins with, in the order of the configuration', () => {
  const workload = sampleWorkload({
    cpu: { ...container.cpu, limit: '1000m' },
    memory: { ...container.memory, request: '0.5Gi', limit: '1GiB' },
    staticEnvironmentVariables: { MODE: 'c', LEVEL: 3 },
  });
  const [main, sidecar] = baseObject(workload, sampleObject()).spec.template.spec.containers;
  expect(main).toMatchObject({
    resources: { requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '1', memory: '1Gi' } },
    env: [
      { name: 'MODE', value: 'c' },
      { name: 'LEVEL', value: '3' },
    ],
  });
  expect(sidecar).toEqual({ name: 'sidecar' });
});

test('isCurrent() tells a pod of an older template, of another Deployment, and one that ends or has ended', () => {
  const workload = sampleWorkload();
  const deployment = sampleObject();
  const current = (pod: Pod, object: WorkloadObject = deployment): boolean => isCurrent(pod, workload, object);
  const template = { ...deployment.spec.template, metadata: { annotations: { version: '2' } } };
  expect(current(made([cpu]))).toBe(true);
  expect(current(made(), sampleObject({}, { spec: { template } }))).toBe(false);
  expect(current(made(), sampleObject({}, { metadata: { uid: 'uid-other' } }))).toBe(false);
  expect(current(made([], { deletionTimestamp: '2026-01-01T00:00:00Z' }))).toBe(false);
  expect(current(made([], {}, { phase: 'Failed' }))).toBe(false);
});

test('isTuningPod() knows pods of servos, isOwnTuningPod() those of one Deployment', () => {
  expect(isTuningPod(made([], { annotations: {} }))).toBe(false);
  expect(isOwnTuningPod(made(), sampleObject())).toBe(true);
  expect(isOwnTuningPod(made([], { ownerReferences: [] }), sampleObject())).toBe(false);
});

test.each([
  ['Running', ['Ready'], true],
  ['Pending', ['Ready'], false],
  ['Running', [], false],
])('isPodReady() of a pod that is %s with %j is %s', (phase, types, ready) => {
  const conditions = types.map((type) => ({ type, status: 'True' }));
  expect(isPodReady(made([], {}, { phase, conditions }))).toBe(ready);
});

test('startPercent() grows with the conditions of a pod', () => {
  const conditions = ['PodScheduled', 'Initialized'].map((type) => ({ type, status: 'True' }));
  expect(startPercent(made([], {}, { conditions }))).toBe(50);
});

test('canaryComponents() shows the workload pinned, and the pod with its own values', () => {
  const deployment = sampleObject();
  const workload = sampleWorkload();
  const tuning = podObject(deployment, made([cpu]));
  const components = canaryComponents(
    workload,
    { component: 'tuning', isCreated: true },
    { deployment, tuning, replicas: 1 },
  );
  const found = description({ components });
  expect(findSetting(found, 'web/main.cpu')).toMatchObject({ value: 0.25, pinned: true });
  expect(findSetting(found, 'web/main.replicas')).toMatchObject({ value: 2, max: 99_999, pinned: true });
  expect(findSetting(found, 'tuning.cpu')).toMatchObject({ value: 1, pinned: false });
  expect(findSetting(found, 'tuning.replicas')).toMatchObject({ value: 1, min: 0, max: 1, pinned: true });
});
