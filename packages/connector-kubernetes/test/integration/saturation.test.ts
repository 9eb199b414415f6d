import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type AdjustInput, adjustment, control, findSetting, type SettingValue, systemClock } from '@servo/core';
import { eventContext } from '@servo/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { HttpApi } from '../../src/api/http-api.js';
import { deployments, resourceQuotas, statefulSets } from '../../src/api/resource.js';
import { KubernetesConnector } from '../../src/kubernetes-connector.js';
import { beforeAnnotation } from '../../src/writing/record.js';
import { clientOf } from '../support/cluster-client.js';
import { sampleConnector, sampleWorkload } from '../support/sample-connector.js';
import { TestNamespace } from '../support/test-namespace.js';

const cluster = inject('cluster');

describe.skipIf(!cluster?.simulated)('KubernetesConnector', () => {
  const kubeconfig = cluster?.kubeconfig ?? '';
  let api: HttpApi;
  beforeAll(async () => {
    api = await clientOf(kubeconfig);
  });
  afterAll(() => api[Symbol.dispose]());

  const context = () => eventContext({ event: 'adjust', clock: systemClock });
  const change = (values: Readonly<Record<string, SettingValue>>, settlement?: string): AdjustInput => ({
    adjustments: Object.entries(values).map(([setting, value]) => adjustment('web/main', setting, value)),
    control: control({ ...(settlement && { settlement }) }),
  });
  const setUp = async (overrides: object = {}, workload: object = {}) => {
    const space = await TestNamespace.create(api);
    const config = { kubeconfig, namespace: space.name, timeout: '15s', ...overrides };
    const made = await sampleConnector({ deployments: [sampleWorkload(workload)], ...config });
    const stack = new AsyncDisposableStack();
    stack.use(space);
    stack.use(made.connector);
    return { ...made, space, [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose]() };
  };
  const resources = async (space: TestNamespace): Promise<unknown> =>
    (await space.get('web')).spec.template.spec.containers[0]?.resources;
  const original = { requests: { cpu: '250m', memory: '256Mi' }, limits: { cpu: '500m', memory: '512Mi' } };

  test('describe() shows what runs', async () => {
    await using made = await setUp();
    await made.space.deployment();
    const found = await made.connector.describe(undefined, context());
    expect(findSetting(found, 'web/main.cpu')).toMatchObject({ value: 0.25, min: 0.125, unit: 'cores' });
    expect(findSetting(found, 'web/main.mem')).toMatchObject({ value: 0.25, unit: 'GiB' });
    expect(findSetting(found, 'web/main.replicas')).toMatchObject({ value: 2 });
  });

  test('describe() and adjust() say where they looked for a workload that is missing', async () => {
    await using made = await setUp();
    const missing = {
      code: 'KUBERNETES_NOT_FOUND',
      message: `Deployment ${made.space.name}/web does not exist`,
      hint: expect.stringContaining(`kubectl -n ${made.space.name} get deployments`),
    };
    await expect(made.connector.describe(undefined, context())).rejects.toMatchObject(missing);
    await expect(made.connector.adjust(change({ cpu: 0.375 }), context())).rejects.toMatchObject(missing);
  });

  test('adjust() changes the workload, waits until it runs, and records how it was', async () => {
    await using made = await setUp();
    await made.space.deployment();
    const found = await made.connector.adjust(change({ cpu: 0.375, mem: 0.5, replicas: 3 }), context());
    expect(findSetting(found, 'web/main.cpu')?.value).toBe(0.375);
    const after = await made.space.get('web');
    const set = { cpu: '375m', memory: '512Mi' };
    expect(after.spec.template.spec.containers[0]?.resources).toEqual({ requests: set, limits: set });
    expect(after.status).toMatchObject({ readyReplicas: 3, updatedReplicas: 3 });
    expect(JSON.parse(after.metadata.annotations?.[beforeAnnotation] ?? '')).toMatchObject({
      spec: {
        replicas: 2,
        template: {
          spec: { containers: [{ name: 'main', resources: { requests: original.requests, limits: { cpu: '500m' } } }] },
        },
      },
    });
  });

  test('the annotation alone brings everything back with kubectl, as the README says', async () => {
    const env = [{ name: 'mode', literal: 'MODE', type: 'enum', values: ['a', 'b'] }];
    await using made = await setUp({}, { containers: [{ ...containerOf('request'), env }] });
    await made.space.deployment();
    await made.connector.adjust(change({ cpu: 0.375, replicas: 3, mode: 'b' }), context());
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    const command = /kubectl -n shop patch[\s\S]*?\)"/.exec(readme)?.[0].replaceAll('-n shop', `-n ${made.space.name}`);
    const PATH = `${cluster?.programs}:${process.env['PATH']}`;
    execFileSync('sh', ['-c', command ?? 'false'], {
      env: { PATH, KUBECONFIG: kubeconfig, HOME: dirname(kubeconfig) },
    });
    const after = await made.space.get('web');
    expect(after.spec.replicas).toBe(2);
    expect(after.spec.template.spec.containers[0]).toMatchObject({ resources: original });
    expect(after.spec.template.spec.containers[0]?.env ?? []).toEqual([]);
    expect(after.metadata.annotations).not.toHaveProperty(beforeAnnotation);
  });

  test('adjust() finds its container behind a sidecar, and its pods by a selector that its own labels do not match', async () => {
    await using made = await setUp();
    const { spec } = await made.space.deployment({ name: 'seed', replicas: 1 });
    const main = spec.template.spec.containers;
    const containers = [{ name: 'sidecar', image: 'example.invalid/sidecar:1' }, ...main];
    const template = {
      metadata: { labels: { app: 'web', tier: 'front' } },
      spec: { ...spec.template.spec, containers },
    };
    const selector = {
      matchLabels: { app: 'web' },
      matchExpressions: [
        { key: 'tier', operator: 'In', values: ['front', 'edge'] },
        { key: 'legacy', operator: 'DoesNotExist' },
      ],
    };
    const key = { resource: deployments, namespace: made.space.name };
    const object = {
      metadata: { name: 'web', labels: { app: 'something-else' } },
      spec: { selector, replicas: 2, template },
    };
    await api.create(key, object, { signal: AbortSignal.timeout(5_000) });
    await made.space.ready('web');
    const found = await made.connector.adjust(change({ cpu: 0.375, mem: 0.5 }), context());
    expect(findSetting(found, 'web/main.mem')?.value).toBe(0.5);
    const after = await made.space.get('web');
    const set = { cpu: '375m', memory: '512Mi' };
    expect(after.spec.template.spec.containers.map(({ name, resources: has }) => [name, has])).toEqual([
      ['sidecar', {}],
      ['main', { requests: set, limits: set }],
    ]);
    expect(after.status).toMatchObject({ updatedReplicas: 2, readyReplicas: 2 });
    const failed = made.connector.adjust(change({ mem: 128 }), context());
    await expect(failed).rejects.toMatchObject({ reason: 'unschedulable' }); // which only its pods tell
  });

  test('attach() tells the namespace, the version and the platform of the cluster', async () => {
    await using made = await setUp();
    const told = new Map<string, string>();
    const telemetry = {
      set: (key: string, value: string) => void told.set(key, value),
      remove: (key: string) => void told.delete(key),
    };
    await using connector = new KubernetesConnector({ ...made.host, telemetry });
    await connector.attach(undefined, context());
    expect(Object.fromEntries(told)).toEqual({
      namespace: made.space.name,
      version: expect.stringMatching(/^1\.\d+$/),
      platform: expect.stringMatching(/^linux\//),
    });
  });

  test('adjust() back to how it was removes the record', async () => {
    await using made = await setUp({}, { containers: [{ ...containerOf('limit') }] });
    await made.space.deployment();
    await made.connector.adjust(change({ cpu: 0.75 }), context());
    await made.connector.adjust(change({ cpu: 0.5 }), context());
    const after = await made.space.get('web');
    expect(after.spec.template.spec.containers[0]?.resources).toEqual(original);
    expect(after.metadata.annotations).not.toHaveProperty(beforeAnnotation);
  });

  test('adjust() to the value from before gives back request and limit, though it sets both', async () => {
    await using made = await setUp();
    await made.space.deployment();
    await made.connector.adjust(change({ cpu: 0.375, mem: 0.5 }), context());
    await made.connector.adjust(change({ cpu: 0.25, mem: 0.25 }), context());
    expect(await resources(made.space)).toEqual(original);
    expect((await made.space.get('web')).metadata.annotations).not.toHaveProperty(beforeAnnotation);
  });

  test('adjust() writes nothing when nothing differs', async () => {
    await using made = await setUp();
    const before = await made.space.deployment();
    await made.connector.adjust(change({ replicas: 2, cpu: 0.25, mem: 0.25 }), context());
    expect((await made.space.get('web')).metadata.generation).toBe(before.metadata.generation);
  });

  test.each([
    [
      'unschedulable memory',
      { mem: 128 },
      {},
      'unschedulable',
      'Requested adjustment(s) (web/main.mem=128) cannot be scheduled due to "',
    ],
    [
      'too little memory',
      { mem: 0.0625 },
      { simulation: { 'needs-memory': '100Mi' }, spec: { minReadySeconds: 2 } },
      'unstable',
      'crash restart detected: web-',
    ],
  ])('adjust() takes back %s', async (_, values, sample, reason, message) => {
    await using made = await setUp({ timeout: '4s' });
    await made.space.deployment(sample);
    const failed = made.connector.adjust(change(values), context());
    await expect(failed).rejects.toMatchObject({
      code: 'ADJUSTMENT_REJECTED',
      reason,
      message: expect.stringContaining(message),
    });
    const after = await made.space.get('web');
    expect(await resources(made.space)).toEqual(original);
    expect(after.status?.updatedReplicas).toBe(2);
    expect(after.metadata.annotations).not.toHaveProperty(beforeAnnotation);
  });

  test.each([
    ['exception', 2, { cpu: '375m', memory: '128Gi' }],
    ['shutdown', 0, { cpu: '375m', memory: '128Gi' }],
  ])('adjust() leaves the settings in place with on_failure %s', async (onFailure, replicas, requests) => {
    await using made = await setUp({ timeout: '4s', onFailure });
    await made.space.deployment();
    const failed = made.connector.adjust(change({ mem: 128, cpu: 0.375 }), context());
    await expect(failed).rejects.toMatchObject({ reason: 'unschedulable' });
    const after = await made.space.get('web');
    expect(after.spec.replicas).toBe(replicas);
    expect(await resources(made.space)).toMatchObject({ requests });
  });

  test('adjust() succeeds with on_failure ignore, and says what it ignored', async () => {
    await using made = await setUp({ timeout: '4s', onFailure: 'ignore' });
    await made.space.deployment();
    const found = await made.connector.adjust(change({ mem: 128 }), context());
    expect(findSetting(found, 'web/main.mem')?.value).toBe(128);
    expect(made.logger.entries).toContainEqual(expect.objectContaining({ level: 'warn' }));
  });

  test('an error carries the end of the logs where they are wanted', async () => {
    await using made = await setUp({ containerLogsInErrorStatus: true });
    await made.space.deployment({ simulation: { 'needs-memory': '100Mi' }, spec: { minReadySeconds: 2 } });
    const failed = made.connector.adjust(change({ mem: 0.0625 }), context());
    await expect(failed).rejects.toMatchObject({
      reason: 'unstable',
      message: expect.stringMatching(/log of web-\S+ main before the restart\nstarting\nout of heap/),
    });
  });

  test('adjust() sees a quota within seconds', async () => {
    await using made = await setUp({ timeout: '60s' });
    await made.space.deployment();
    const quota = { metadata: { name: 'quota' }, spec: { hard: { 'requests.cpu': '600m' } } };
    await made.space.create({ group: '', version: 'v1', plural: 'resourcequotas' }, quota);
    const began = systemClock.monotonic();
    const failed = made.connector.adjust(change({ cpu: 0.5 }), context());
    await expect(failed).rejects.toMatchObject({
      reason: 'quota-exceeded',
      message: expect.stringContaining('exceeded quota'),
    });
    expect(systemClock.monotonic() - began).toBeLessThan(15_000);
    expect(await resources(made.space)).toEqual(original);
  });

  test('adjust() sees a quota within seconds for a StatefulSet, too', async () => {
    const sets = [sampleWorkload({ name: 'db' })];
    await using made = await setUp({ deployments: [], statefulSets: sets, timeout: '60s' });
    await made.space.statefulSet();
    const hard = { 'requests.cpu': '600m' };
    await made.space.create(resourceQuotas, { metadata: { name: 'quota' }, spec: { hard } });
    const isCounted = async (): Promise<boolean> => {
      const { items } = await api.list(
        { resource: resourceQuotas, namespace: made.space.name },
        AbortSignal.timeout(5_000),
      );
      return items[0]?.status?.used !== undefined;
    };
    while (!(await isCounted()));
    const began = Date.now();
    const adjustments = [adjustment('db/main', 'cpu', 0.5)];
    const failed = made.connector.adjust({ adjustments, control: control() }, context());
    await expect(failed).rejects.toMatchObject({ reason: 'quota-exceeded' });
    expect(Date.now() - began).toBeLessThan(30_000);
  });

  test('adjust() sees within seconds that the scheduler finds no node', async () => {
    await using made = await setUp({ timeout: '60s' });
    await made.space.deployment();
    const began = systemClock.monotonic();
    const failed = made.connector.adjust(change({ mem: 128, cpu: 0.5 }), context());
    await expect(failed).rejects.toMatchObject({
      code: 'ADJUSTMENT_REJECTED',
      reason: 'unschedulable',
      message: expect.stringMatching(/\(web\/main\.mem=128\) cannot be scheduled due to ".*2 Insufficient memory/),
    });
    expect(systemClock.monotonic() - began).toBeLessThan(20_000);
    expect(await resources(made.space)).toEqual(original);
  });

  test.each([
    [
      'cannot be pulled',
      'image-pull-error',
      'ADJUSTMENT_FAILED',
      'image-pull-failed',
      /image pull failure.*Back-off pull/,
    ],
    [
      'never gets ready',
      'never-ready',
      'ADJUSTMENT_REJECTED',
      'start-failed',
      /\(reason ContainersNotReady\) containers with/,
    ],
    ['crashes', 'crash-loop', 'ADJUSTMENT_REJECTED', 'unstable', /crash restart detected: web-\S+ - main x1/],
  ])('adjust() takes back what %s', async (_, behaviour, code, reason, message) => {
    const env = [{ name: 'sim', literal: 'SIM_BEHAVIOUR', type: 'enum', values: ['run', behaviour] }];
    await using made = await setUp({ timeout: '5s' }, { containers: [{ ...containerOf('limit'), env }] });
    const before = await made.space.deployment({ spec: { minReadySeconds: 2 } });
    const failed = made.connector.adjust(change({ sim: behaviour }), context());
    await expect(failed).rejects.toMatchObject({ code, reason, message: expect.stringMatching(message) });
    const after = await made.space.get('web');
    expect(after.spec.template.spec).toEqual(before.spec.template.spec);
    expect(after.status).toMatchObject({ updatedReplicas: 2, readyReplicas: 2 });
  });

  test('adjust() rejects what the API server refuses, and writes nothing', async () => {
    await using made = await setUp({}, { containers: [containerOf('limit')] });
    const before = await made.space.deployment();
    const failed = made.connector.adjust(change({ cpu: 0.125 }), context()); // below the request
    await expect(failed).rejects.toMatchObject({ code: 'ADJUSTMENT_REJECTED', reason: 'refused' });
    expect((await made.space.get('web')).metadata.generation).toBe(before.metadata.generation);
  });

  test('an abort takes the change back at once', async () => {
    await using made = await setUp({ timeout: '60s' });
    await made.space.deployment();
    const given = context();
    const adjusting = made.connector.adjust(change({ mem: 128 }), given);
    while ((await made.space.get('web')).metadata.annotations?.[beforeAnnotation] === undefined);
    given.abort(new Error('enough'));
    await expect(adjusting).rejects.toThrow('enough');
    expect(await resources(made.space)).toEqual(original);
  });

  test('adjust() rejects what becomes unready while it settles', async () => {
    await using made = await setUp();
    await made.space.deployment({ simulation: { 'needs-memory': '100Mi' }, spec: { minReadySeconds: 0 } });
    const failed = made.connector.adjust(change({ mem: 0.0625 }, '10s'), context());
    await expect(failed).rejects.toMatchObject({ reason: 'unstable' });
    expect(await resources(made.space)).toEqual(original);
  });

  test('adjust() changes only what is said to be set, and variables by their literal name', async () => {
    const env = [{ name: 'gc', literal: 'GC_MODE', type: 'enum', values: ['serial', 'parallel'] }];
    await using made = await setUp({}, { containers: [{ ...containerOf('request'), env }] });
    await made.space.deployment({
      env: [
        { name: 'GC_MODE', value: 'serial' },
        { name: 'OTHER', value: '1' },
      ],
    });
    const found = await made.connector.adjust(change({ cpu: 0.375, gc: 'parallel' }), context());
    expect(findSetting(found, 'web/main.gc')?.value).toBe('parallel');
    const [container] = (await made.space.get('web')).spec.template.spec.containers;
    expect(container).toMatchObject({
      resources: { ...original, requests: { cpu: '375m', memory: '256Mi' } },
      env: [
        { name: 'GC_MODE', value: 'parallel' },
        { name: 'OTHER', value: '1' },
      ],
    });
  });

  test('a stuck pod of a StatefulSet is replaced when it is taken back', async () => {
    await using space = await TestNamespace.create(api);
    await space.statefulSet();
    const config = { kubeconfig, namespace: space.name, timeout: '5s' };
    const made = await sampleConnector({ ...config, statefulSets: [sampleWorkload({ name: 'db' })] });
    await using connector = made.connector;
    const failed = connector.adjust(
      { adjustments: [adjustment('db/main', 'mem', 128)], control: control() },
      context(),
    );
    await expect(failed).rejects.toMatchObject({ reason: 'unschedulable' });
    const after = await space.get('db', statefulSets);
    expect(after.spec.template.spec.containers[0]?.resources).toEqual(original);
    expect(after.status?.readyReplicas).toBe(2);
  });

  test('a failed workload takes back its siblings, and leaves those that are kept', async () => {
    const workloads = ['one', 'two', 'kept'].map((name) =>
      sampleWorkload({ name, ...(name === 'kept' && { onFailure: 'exception' }) }),
    );
    await using made = await setUp({ deployments: workloads, timeout: '4s' });
    await Promise.all(['one', 'two', 'kept'].map((name) => made.space.deployment({ name })));
    const adjustments = [
      adjustment('one/main', 'cpu', 0.375),
      adjustment('two/main', 'mem', 128),
      adjustment('kept/main', 'replicas', 3),
    ];
    const failed = made.connector.adjust({ adjustments, control: control() }, context());
    await expect(failed).rejects.toMatchObject({ reason: 'unschedulable' });
    const [one, two, kept] = await Promise.all(['one', 'two', 'kept'].map((name) => made.space.get(name)));
    for (const each of [one, two]) expect(each?.spec.template.spec.containers[0]?.resources).toEqual(original);
    expect(kept?.spec.replicas).toBe(3);
  });

  test('a second servo is refused by the name of the first', async () => {
    await using made = await setUp();
    await made.space.deployment();
    await made.connector.startup(undefined, context());
    const config = { kubeconfig, namespace: made.space.name, deployments: [sampleWorkload()] };
    const other = await sampleConnector(config);
    await using second = other.connector;
    const refused = second.adjust(change({ replicas: 3 }), context());
    await expect(refused).rejects.toMatchObject({
      code: 'KUBERNETES_WORKLOAD_TAKEN',
      message: expect.stringMatching(/is tuned by servo_/),
    });
    await made.connector.shutdown(undefined, context());
    await second.startup(undefined, context());
  });

  test.each([
    ['a Lease that nobody had', false],
    ['a Lease that has ended', true],
  ])('of two servos that race for %s one wins, and the other is told its name', async (_, hasEnded) => {
    await using space = await TestNamespace.create(api);
    await space.deployment();
    const leases = { group: 'coordination.k8s.io', version: 'v1', plural: 'leases' };
    const ended = { holderIdentity: 'gone', leaseDurationSeconds: 15, renewTime: '2026-01-01T00:00:00.000000Z' };
    if (hasEnded) await space.create(leases, { metadata: { name: 'servo-deployment-web' }, spec: ended });
    const config = { kubeconfig, namespace: space.name, timeout: '15s', deployments: [sampleWorkload()] };
    const servos = await Promise.all([sampleConnector(config), sampleConnector(config)]);
    await using first = servos[0].connector;
    await using second = servos[1].connector;
    const adjusted = await Promise.allSettled(
      [first, second].map((each, index) => each.adjust(change({ replicas: 3 + index }), context())),
    );
    const winner = adjusted.findIndex(({ status }) => status === 'fulfilled');
    const holder = await readFile(join(servos[winner]?.stateDir ?? '', 'kubernetes', 'kubernetes.identity'), 'utf8');
    expect(adjusted[1 - winner]).toMatchObject({
      status: 'rejected',
      reason: { code: 'KUBERNETES_WORKLOAD_TAKEN', message: expect.stringContaining(`is tuned by ${holder}`) },
    });
    expect((await space.get('web')).spec.replicas).toBe(3 + winner);
  });

  test('a servo whose clock is ahead does not take the Lease of another one that is alive', async () => {
    await using made = await setUp();
    await made.space.deployment();
    await made.connector.startup(undefined, context());
    const config = { kubeconfig, namespace: made.space.name, deployments: [sampleWorkload()] };
    const ahead = { ...systemClock, now: () => systemClock.now() + 60_000 };
    await using second = (await sampleConnector(config, { clock: ahead })).connector;
    await expect(second.startup(undefined, context())).rejects.toMatchObject({ code: 'KUBERNETES_WORKLOAD_TAKEN' });
    await made.connector.adjust(change({ replicas: 3 }), context());
  });

  test('startup() takes back what another servo left behind', async () => {
    await using made = await setUp();
    await made.space.deployment();
    await made.connector.adjust(change({ cpu: 0.375 }), context());
    await made.connector.shutdown(undefined, context()); // it gives the Lease back, and has taken nothing back
    const config = { kubeconfig, namespace: made.space.name, deployments: [sampleWorkload()] };
    const next = await sampleConnector(config);
    await using second = next.connector;
    await second.startup(undefined, context());
    expect(await resources(made.space)).toEqual(original);
  });

  test('startup() forgets what another servo recorded, where somebody has brought it back', async () => {
    await using made = await setUp();
    await made.space.deployment();
    await made.connector.adjust(change({ replicas: 3 }), context());
    await made.connector.shutdown(undefined, context());
    await made.space.patch('web', { spec: { replicas: 2 } });
    const config = { kubeconfig, namespace: made.space.name, deployments: [sampleWorkload()] };
    await using second = (await sampleConnector(config)).connector;
    await second.startup(undefined, context());
    expect((await made.space.get('web')).metadata.annotations).not.toHaveProperty(beforeAnnotation);
  });

  test('promote() forgets how it was', async () => {
    await using made = await setUp();
    await made.space.deployment();
    await made.connector.adjust(change({ cpu: 0.375 }), context());
    await made.connector.promote(undefined, context());
    expect((await made.space.get('web')).metadata.annotations).not.toHaveProperty(beforeAnnotation);
    expect(await resources(made.space)).toMatchObject({ requests: { cpu: '375m' } });
  });
});

function containerOf(requirement: 'request' | 'limit'): object {
  const only = { get: [requirement], set: [requirement] };
  return {
    name: 'main',
    cpu: { min: '125m', max: '4', step: '125m', ...only },
    memory: { min: '64Mi', max: '256Gi', step: '32Mi', ...only },
  };
}
