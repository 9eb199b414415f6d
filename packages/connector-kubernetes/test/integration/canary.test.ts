import { type AdjustInput, adjustment, control, findSetting, type SettingValue, systemClock } from '@servo/core';
import { eventContext } from '@servo/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { HttpApi } from '../../src/api/http-api.js';
import type { KubernetesObject, Pod } from '../../src/api/objects.js';
import { deployments, pods } from '../../src/api/resource.js';
import { clientOf } from '../support/cluster-client.js';
import { sampleConnector, sampleWorkload } from '../support/sample-connector.js';
import { type SampleOptions, TestNamespace } from '../support/test-namespace.js';

const cluster = inject('cluster');
const soon = () => AbortSignal.timeout(10_000);

describe.skipIf(!cluster?.simulated)('KubernetesConnector with a canary', () => {
  const kubeconfig = cluster?.kubeconfig ?? '';
  let api: HttpApi;
  beforeAll(async () => {
    api = await clientOf(kubeconfig);
  });
  afterAll(() => api[Symbol.dispose]());

  const context = () => eventContext({ event: 'adjust', clock: systemClock });
  const change = (values: Readonly<Record<string, SettingValue>>, settlement?: string): AdjustInput => ({
    adjustments: Object.entries(values).map(([setting, value]) => adjustment('web/main-tuning', setting, value)),
    control: control({ ...(settlement && { settlement }) }),
  });
  const setUp = async (workload: object = {}, overrides: object = {}) => {
    const space = await TestNamespace.create(api);
    const config = { kubeconfig, namespace: space.name, timeout: '15s', ...overrides };
    const deployment = sampleWorkload({ strategy: 'canary', ...workload });
    const made = await sampleConnector({ deployments: [deployment], ...config });
    const stack = new AsyncDisposableStack();
    stack.use(space);
    stack.use(made.connector);
    // a simulated node deletes by name: it must be it that ends a pod, or it deletes the next one of the same name
    const podSpec = { terminationGracePeriodSeconds: 5 };
    const create = (options: SampleOptions = {}) => space.deployment({ podSpec, ...options });
    return { ...made, config, space, deployment: create, [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose]() };
  };
  const tuningPod = async (space: TestNamespace): Promise<Pod | undefined> =>
    (await space.pods()).find(({ metadata }) => metadata.name === 'web-tuning');
  const resources = async (space: TestNamespace): Promise<unknown> =>
    (await tuningPod(space))?.spec.containers[0]?.resources;
  const original = { requests: { cpu: '250m', memory: '256Mi' }, limits: { cpu: '500m', memory: '512Mi' } };
  const removed = async (space: TestNamespace): Promise<void> => {
    const fieldSelector = 'metadata.name=web-tuning';
    const key = { resource: pods, namespace: space.name, fieldSelector };
    const { items, resourceVersion } = await api.list(key, soon());
    if (items.length === 0) return;
    for await (const { type } of api.watch(key, { resourceVersion, seconds: 10, signal: soon() }))
      if (type === 'DELETED') return;
  };

  test('describe() shows what a tuning pod would begin with, and makes none', async () => {
    const env = [{ name: 'SIZE', type: 'enum', values: ['32MB', '64MB'] }];
    const [main] = [{ ...container, env, staticEnvironmentVariables: { FOO: 'BAR' } }];
    await using made = await setUp({ containers: [main] });
    await made.deployment({ env: [{ name: 'SIZE', value: '32MB' }] });
    const found = await made.connector.describe(undefined, context());
    expect(found.components.map(({ name }) => name)).toEqual(['web/main', 'web/main-tuning']);
    expect(findSetting(found, 'web/main.cpu')).toMatchObject({ value: 0.25, pinned: true });
    expect(findSetting(found, 'web/main.replicas')).toMatchObject({ value: 2, min: 0, max: 99_999, pinned: true });
    expect(findSetting(found, 'web/main.SIZE')).toMatchObject({ value: '32MB', pinned: true });
    expect(findSetting(found, 'web/main-tuning.cpu')).toMatchObject({ value: 0.25, pinned: false });
    expect(findSetting(found, 'web/main-tuning.replicas')).toMatchObject({ value: 1, min: 0, max: 1, pinned: true });
    expect(await tuningPod(made.space)).toBeUndefined();
  });

  test('startup() makes a pod that the Deployment owns, the Service selects, and no ReplicaSet adopts', async () => {
    await using made = await setUp({
      containers: [{ ...container, staticEnvironmentVariables: { FOO: 'BAR', WORKERS: 2 } }],
    });
    const before = await made.deployment({
      env: [
        { name: 'FOO', value: 'BAZ' },
        { name: 'MODE', value: 'a' },
      ],
    });
    const service = { metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } };
    await made.space.create({ group: '', version: 'v1', plural: 'services' }, service);
    await made.connector.startup(undefined, context());
    const pod = await tuningPod(made.space);
    expect(pod?.metadata.labels).toEqual({ app: 'web', opsani_role: 'tuning' });
    expect(pod?.metadata.annotations?.['opsani.com/opsani_tuning_for']).toBe('web/main-tuning');
    expect(pod?.metadata.ownerReferences).toEqual([
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: before.metadata.uid, controller: true },
    ]);
    expect(pod?.spec.containers[0]).toMatchObject({
      resources: original,
      env: [
        { name: 'MODE', value: 'a' },
        { name: 'FOO', value: 'BAR' },
        { name: 'WORKERS', value: '2' },
      ],
    });
    const slices = { group: 'discovery.k8s.io', version: 'v1', plural: 'endpointslices' };
    const key = { resource: slices, namespace: made.space.name };
    const targets = (items: readonly KubernetesObject[]): string => JSON.stringify(items);
    const listed = await api.list(key, soon());
    if (!targets(listed.items).includes('web-tuning'))
      for await (const { object } of api.watch(key, {
        resourceVersion: listed.resourceVersion,
        seconds: 10,
        signal: soon(),
      }))
        if (targets([object]).includes('web-tuning')) break;
    expect(targets((await api.list(key, soon())).items)).toContain('web-tuning');
    const after = await made.space.get('web');
    expect(after.metadata.generation).toBe(before.metadata.generation);
    expect(await made.space.pods()).toHaveLength(3);
  });

  test('adjust() replaces the pod, leaves the Deployment alone, and keeps what it had adjusted before', async () => {
    const env = [{ name: 'mode', literal: 'MODE', type: 'enum', values: ['a', 'b'] }];
    await using made = await setUp({ containers: [{ ...container, env }] });
    const before = await made.deployment({ env: [{ name: 'MODE', value: 'a' }] });
    await made.connector.startup(undefined, context());
    const first = await tuningPod(made.space);
    await made.connector.adjust(change({ mode: 'b', mem: 0.5 }), context());
    const found = await made.connector.adjust(change({ cpu: 0.375 }, '1s'), context());
    expect(findSetting(found, 'web/main-tuning.cpu')?.value).toBe(0.375);
    expect(findSetting(found, 'web/main.cpu')?.value).toBe(0.25);
    const pod = await tuningPod(made.space);
    const set = { cpu: '375m', memory: '512Mi' };
    expect(pod?.metadata.uid).not.toBe(first?.metadata.uid);
    expect(pod?.spec.containers[0]).toMatchObject({
      resources: { requests: set, limits: set },
      env: [{ name: 'MODE', value: 'b' }],
    });
    expect(pod?.status?.conditions).toContainEqual(expect.objectContaining({ type: 'Ready', status: 'True' }));
    expect((await made.space.get('web')).metadata.generation).toBe(before.metadata.generation);
    await made.connector.adjust(change({ cpu: 0.25, mem: 0.25, mode: 'a' }), context());
    expect(await resources(made.space)).toEqual(original);
  });

  test('adjust() touches nothing when nothing differs, or another component is meant', async () => {
    await using made = await setUp();
    await made.deployment();
    await made.connector.startup(undefined, context());
    const before = await tuningPod(made.space);
    await made.connector.adjust(change({ cpu: 0.25, replicas: 0 }), context());
    const other = { adjustments: [adjustment('web/main', 'cpu', 0.5)], control: control() };
    await made.connector.adjust(other, context());
    expect((await tuningPod(made.space))?.metadata.uid).toBe(before?.metadata.uid);
    expect(made.logger.entries).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining('ignored attempt to set replicas to "0"') }),
    );
  });

  test('a pod begins with the requests and limits that are configured for it', async () => {
    const cpu = { ...container.cpu, limit: '1000m', set: ['request'] };
    await using made = await setUp({
      containers: [{ ...container, cpu, memory: { ...container.memory, limit: '1GiB' } }],
    });
    await made.deployment({ resources: { requests: { cpu: '125m', memory: '128Mi' } } });
    await made.connector.startup(undefined, context());
    const limits = { cpu: '1', memory: '1Gi' };
    expect(await resources(made.space)).toEqual({ requests: { cpu: '125m', memory: '128Mi' }, limits });
    await made.connector.adjust(change({ cpu: 0.25 }), context());
    expect(await resources(made.space)).toEqual({ requests: { cpu: '250m', memory: '128Mi' }, limits });
  });

  test.each([
    [
      'unschedulable memory',
      { mem: 128, cpu: 100 },
      {},
      'unschedulable',
      'Requested adjustment(s) (web/main-tuning.mem=128, web/main-tuning.cpu=100) cannot be scheduled due to "',
    ],
    [
      'too little memory',
      { mem: 0.0625 },
      { simulation: { 'needs-memory': '100Mi' }, spec: { minReadySeconds: 2 } },
      'unstable',
      'web-tuning pod(s) crash restart detected: web-tuning - main',
    ],
  ])('adjust() takes back %s', async (_, values, sample, reason, message) => {
    await using made = await setUp({}, { timeout: '4s' });
    await made.deployment(sample);
    await made.connector.startup(undefined, context());
    await made.connector.adjust(change({ cpu: 0.375 }), context());
    const before = await resources(made.space);
    const failed = made.connector.adjust(change(values), context());
    await expect(failed).rejects.toMatchObject({
      code: 'ADJUSTMENT_REJECTED',
      reason,
      message: expect.stringContaining(message),
    });
    const after = await tuningPod(made.space);
    expect(after?.spec.containers[0]?.resources).toEqual(before);
    expect(after?.status?.conditions).toContainEqual(expect.objectContaining({ type: 'Ready', status: 'True' }));
  });

  test('adjust() deletes a pod whose image cannot be pulled when there was none before', async () => {
    await using made = await setUp();
    await made.deployment();
    const annotations = { 'sim.test/behaviour': 'image-pull-error' };
    await made.space.patch('web', { spec: { paused: true, template: { metadata: { annotations } } } });
    const failed = made.connector.adjust(change({ cpu: 0.375 }), context());
    await expect(failed).rejects.toMatchObject({ code: 'ADJUSTMENT_FAILED', reason: 'image-pull-failed' });
    await removed(made.space);
    await expect(made.connector.startup(undefined, context())).rejects.toMatchObject({ reason: 'image-pull-failed' });
    await removed(made.space);
    expect(await made.space.pods()).toHaveLength(2);
  });

  test('adjust() rejects what the API server refuses, and leaves the pod alone', async () => {
    const only = { get: ['limit'], set: ['limit'] };
    await using made = await setUp({ containers: [{ ...container, cpu: { ...container.cpu, ...only } }] });
    await made.deployment();
    await made.connector.startup(undefined, context());
    const before = await tuningPod(made.space);
    const failed = made.connector.adjust(change({ cpu: 0.125 }), context()); // below the request
    await expect(failed).rejects.toMatchObject({ code: 'ADJUSTMENT_REJECTED', reason: 'refused' });
    expect((await tuningPod(made.space))?.metadata.uid).toBe(before?.metadata.uid);
  });

  test('a quota rejects what is too much, and leaves room to replace what is not', async () => {
    await using made = await setUp();
    await made.deployment();
    await made.connector.startup(undefined, context());
    const quota = { metadata: { name: 'quota' }, spec: { hard: { 'requests.cpu': '900m' } } };
    await made.space.create({ group: '', version: 'v1', plural: 'resourcequotas' }, quota);
    await made.connector.adjust(change({ cpu: 0.375 }), context());
    const failed = made.connector.adjust(change({ cpu: 0.5 }), context());
    await expect(failed).rejects.toMatchObject({ reason: 'quota-exceeded' });
    expect(await resources(made.space)).toMatchObject({ requests: { cpu: '375m' } });
  });

  test.each([
    ['exception', '128Gi'],
    ['shutdown', '256Mi'],
  ])('adjust() leaves a failed pod as on_failure %s says', async (onFailure, memory) => {
    await using made = await setUp({ onFailure }, { timeout: '4s' });
    await made.deployment();
    await made.connector.startup(undefined, context());
    await expect(made.connector.adjust(change({ mem: 128 }), context())).rejects.toMatchObject({
      reason: 'unschedulable',
    });
    expect(await resources(made.space)).toMatchObject({ requests: { memory } });
  });

  test('adjust() succeeds with on_failure ignore, and describes that there is no pod', async () => {
    const only = { get: ['limit'], set: ['limit'] };
    await using made = await setUp({
      onFailure: 'ignore',
      containers: [{ ...container, cpu: { ...container.cpu, ...only } }],
    });
    await made.deployment();
    const found = await made.connector.adjust(change({ cpu: 0.125 }), context());
    expect(findSetting(found, 'web/main-tuning.replicas')?.value).toBe(0);
    expect(made.logger.entries).toContainEqual(expect.objectContaining({ level: 'warn' }));
  });

  test('adjust() rejects what crashes while it settles', async () => {
    await using made = await setUp();
    await made.deployment({ simulation: { 'needs-memory': '100Mi' } });
    await made.connector.startup(undefined, context());
    const failed = made.connector.adjust(change({ mem: 0.0625 }, '10s'), context());
    await expect(failed).rejects.toMatchObject({ reason: 'unstable' });
    expect(await resources(made.space)).toEqual(original);
  });

  test('an abort deletes the pod at once', async () => {
    await using made = await setUp({}, { timeout: '60s' });
    await made.deployment();
    const given = context();
    const adjusting = made.connector.adjust(change({ mem: 128 }), given);
    while (!(await tuningPod(made.space)));
    given.abort(new Error('enough'));
    await expect(adjusting).rejects.toThrow('enough');
    await removed(made.space);
  });

  test('shutdown() deletes the pod, and the deletion of the Deployment does so, too', async () => {
    await using made = await setUp();
    await made.deployment();
    await made.connector.startup(undefined, context());
    await made.connector.adjust(change({ cpu: 0.375 }), context());
    await made.connector.shutdown(undefined, context());
    await removed(made.space);
    await made.connector.startup(undefined, context());
    expect(await tuningPod(made.space)).toBeDefined();
    const key = { resource: deployments, namespace: made.space.name, name: 'web' };
    await api.delete(key, undefined, { signal: soon() });
    await removed(made.space);
  });

  test('startup() deletes what another servo left behind, and begins anew', async () => {
    await using made = await setUp();
    await made.deployment();
    await made.connector.adjust(change({ cpu: 0.375 }), context());
    await made.connector[Symbol.asyncDispose]();
    expect(await resources(made.space)).toMatchObject({ requests: { cpu: '375m' } });
    const next = await sampleConnector({ ...made.config, deployments: [sampleWorkload({ strategy: 'canary' })] });
    await using second = next.connector;
    await second.startup(undefined, context());
    expect(await resources(made.space)).toEqual(original);
    expect(next.logger.entries).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining('left over from an earlier run') }),
    );
  });

  test('a pod that is measured is there, of the present template, and the same to the end', async () => {
    await using made = await setUp();
    await made.deployment();
    const measuring = () => eventContext({ event: 'measure', clock: systemClock });
    const observe = () => made.connector.observe({ metrics: [], control: control() }, measuring());
    const review = () => made.connector.review([], measuring());
    await observe();
    const first = await tuningPod(made.space);
    await review();
    await made.connector.adjust(change({ cpu: 0.375 }), context());
    await made.space.patch('web', { spec: { template: { metadata: { annotations: { version: '2' } } } } });
    await observe();
    const second = await tuningPod(made.space);
    expect(second?.metadata.annotations).toMatchObject({ version: '2' });
    expect(second?.spec.containers[0]?.resources?.requests).toMatchObject({ cpu: '375m' });
    expect(second?.metadata.uid).not.toBe(first?.metadata.uid);
    const key = { resource: pods, namespace: made.space.name, name: 'web-tuning' };
    await api.delete(key, undefined, { signal: soon() });
    await expect(review()).rejects.toMatchObject({
      reason: 'inconclusive',
      message: expect.stringContaining('web-tuning'),
    });
  });

  test('dispose() deletes a pod that was only made to be measured', async () => {
    await using made = await setUp();
    await made.deployment();
    await made.connector.observe(
      { metrics: [], control: control() },
      eventContext({ event: 'measure', clock: systemClock }),
    );
    expect(await tuningPod(made.space)).toBeDefined();
    await made.connector[Symbol.asyncDispose]();
    await removed(made.space);
  });

  test('a pod that only has the name is never deleted', async () => {
    await using made = await setUp();
    await made.deployment();
    const spec = { containers: [{ name: 'main', image: 'example.invalid/other:1' }] };
    await made.space.create({ group: '', version: 'v1', plural: 'pods' }, { metadata: { name: 'web-tuning' }, spec });
    await expect(made.connector.startup(undefined, context())).rejects.toMatchObject({ reason: 'name-taken' });
    expect(JSON.stringify(made.logger.entries)).not.toContain('left over'); // no servo has left it
    await made.connector.shutdown(undefined, context());
    expect((await tuningPod(made.space))?.metadata.deletionTimestamp).toBeUndefined();
  });

  test('a second servo is refused by the name of the first', async () => {
    await using made = await setUp();
    await made.deployment();
    await made.connector.startup(undefined, context());
    const other = await sampleConnector({ ...made.config, deployments: [sampleWorkload({ strategy: 'canary' })] });
    await using second = other.connector;
    await expect(second.adjust(change({ cpu: 0.375 }), context())).rejects.toMatchObject({
      code: 'KUBERNETES_WORKLOAD_TAKEN',
    });
    expect(await resources(made.space)).toEqual(original);
  });
});

const container = {
  name: 'main',
  cpu: { min: '125m', max: '200', step: '125m' },
  memory: { min: '64Mi', max: '256Gi', step: '32Mi' },
};
